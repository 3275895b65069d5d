package io.quartermaster.gateway;

import io.quartermaster.model.ModelType;
import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.usage.Tokens;
import java.util.OptionalLong;

/** What goes into the ledger as a call's tokens: what the provider reported, and our guess at what it left out. */
final class Metering {

    private Metering() {}

    static Tokens asReported(TokenUsage usage) {
        return new Tokens(
                usage.input(), usage.cachedInput(), usage.cacheWrite(), usage.output(), usage.reasoning(), false);
    }

    /** Of an answer that the client was given, all of it or a part. Only a language model writes tokens. */
    static Tokens completed(TokenUsage usage, ModelType type, long requestTokens, long answerTokens) {
        OptionalLong output =
                usage.output().isPresent() || type != ModelType.LLM ? usage.output() : OptionalLong.of(answerTokens);
        boolean estimated = usage.input().isEmpty() || !output.equals(usage.output());
        return new Tokens(
                usage.input().isPresent() ? usage.input() : OptionalLong.of(requestTokens),
                usage.cachedInput(),
                usage.cacheWrite(),
                output,
                usage.reasoning(),
                estimated);
    }
}
