package io.quartermaster.usage;

import java.util.OptionalLong;

/** Events added up. A sum that no number of ours holds stays at the largest that does. */
final class UsageTally {

    private long requests;
    private long errors;
    private long inputTokens;
    private long cachedInputTokens;
    private long cacheWriteTokens;
    private long outputTokens;
    private long reasoningTokens;
    private long estimatedRequests;
    private long costMicros;
    private long unpricedRequests;

    void add(UsageEvent event) {
        Tokens tokens = event.tokens();
        requests++;
        errors += event.outcome() == UsageEvent.Outcome.COMPLETED ? 0 : 1;
        inputTokens = sum(inputTokens, tokens.input());
        cachedInputTokens = sum(cachedInputTokens, tokens.cachedInput());
        cacheWriteTokens = sum(cacheWriteTokens, tokens.cacheWrite());
        outputTokens = sum(outputTokens, tokens.output());
        reasoningTokens = sum(reasoningTokens, tokens.reasoning());
        estimatedRequests += tokens.estimated() ? 1 : 0;
        costMicros = sum(costMicros, event.charge().costMicros());
        unpricedRequests += event.charge().costMicros().isPresent() ? 0 : 1;
    }

    private static long sum(long before, OptionalLong more) {
        long sum = before + more.orElse(0);
        return sum < before ? Long.MAX_VALUE : sum;
    }

    long requests() {
        return requests;
    }

    long errors() {
        return errors;
    }

    long inputTokens() {
        return inputTokens;
    }

    long cachedInputTokens() {
        return cachedInputTokens;
    }

    long cacheWriteTokens() {
        return cacheWriteTokens;
    }

    long outputTokens() {
        return outputTokens;
    }

    long reasoningTokens() {
        return reasoningTokens;
    }

    long estimatedRequests() {
        return estimatedRequests;
    }

    long costMicros() {
        return costMicros;
    }

    long unpricedRequests() {
        return unpricedRequests;
    }
}
