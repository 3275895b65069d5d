package io.quartermaster.usage.limit;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where it is counted what was taken of limits: here, or for all nodes in one place. */
interface RateCounter {

    /** Takes all parts, or none of them. */
    CompletableFuture<RateTaking> take(List<RatePart> parts);

    /** Puts right what was taken: a negative amount is given back, a positive one is taken, there or not. */
    void correct(List<RatePart> parts);
}
