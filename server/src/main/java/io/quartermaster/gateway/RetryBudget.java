package io.quartermaster.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many times a node may ask a provider again: a fifth of its calls, and a few in reserve, so that retries cannot multiply a load
 * that is the trouble. (The idea is that of the retry budgets of Finagle and Envoy.)
 */
final class RetryBudget {

    private static final int A_RETRY = 5; // calls that pay for one
    private static final int MOST_SAVED = 100 * A_RETRY;
    private static final int AT_FIRST = 10 * A_RETRY;

    private final AtomicInteger saved = new AtomicInteger(AT_FIRST);

    void called() {
        if (saved.get() < MOST_SAVED) {
            saved.incrementAndGet();
        }
    }

    boolean tryTake() {
        return saved.getAndUpdate(now -> now >= A_RETRY ? now - A_RETRY : now) >= A_RETRY;
    }
}
