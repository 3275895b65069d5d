package io.quartermaster.usage;

import java.util.Optional;

/**
 * Usage summed up over a group of calls.
 *
 * @param group the id or the day; empty for calls without one, such as those of no member, and for the sum of all
 * @param name of a model or a day, as it was when it was used; empty where only ids are kept
 * @param errors calls that did not complete
 * @param estimatedRequests calls with a token count that was guessed here
 * @param costMicros of the calls that have a cost
 * @param unpricedRequests calls without one, because their model had no price
 */
record UsageSum(
        Optional<String> group,
        Optional<String> name,
        long requests,
        long errors,
        long inputTokens,
        long cachedInputTokens,
        long cacheWriteTokens,
        long outputTokens,
        long reasoningTokens,
        long estimatedRequests,
        long costMicros,
        long unpricedRequests) {}
