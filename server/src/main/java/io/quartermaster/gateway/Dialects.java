package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.protocol.translation.Dialect;
import io.quartermaster.protocol.translation.Translation;
import org.jspecify.annotations.Nullable;

/** Which calls have to be translated. */
final class Dialects {

    private Dialects() {}

    /** Null where the provider speaks as the client does. */
    static @Nullable Translation translation(
            GatewayRoute route, Step step, String callId, long createdSeconds, boolean usageAsked) {
        return switch (route) {
            case CHAT_COMPLETIONS -> conversation(Dialect.OPENAI, step, callId, createdSeconds, usageAsked);
            case MESSAGES -> conversation(Dialect.ANTHROPIC, step, callId, createdSeconds, usageAsked);
            case RESPONSES -> responses(step, callId, createdSeconds);
            case EMBEDDINGS -> embeddings(step);
            case RERANK, MODERATIONS, AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS, IMAGES, COUNT_TOKENS -> null;
        };
    }

    private static @Nullable Translation conversation(
            Dialect client, Step step, String callId, long createdSeconds, boolean usageAsked) {
        Dialect provider = of(step);
        return client.isUnderstoodBy(provider)
                ? null
                : Translation.between(client, provider, callId, createdSeconds, usageAsked);
    }

    /** Servers of OpenAI's protocol know them, unless the provider's settings say that this one does not. */
    private static @Nullable Translation responses(Step step, String callId, long createdSeconds) {
        Dialect provider = of(step);
        boolean known = (provider == Dialect.OPENAI || provider == Dialect.OPENAI_COMPATIBLE)
                && !step.wantsResponsesTranslated();
        return known ? null : Translation.between(Dialect.RESPONSES, provider, callId, createdSeconds, false);
    }

    private static @Nullable Translation embeddings(Step step) {
        Dialect provider = of(step);
        return provider == Dialect.GEMINI || provider == Dialect.COHERE ? Translation.ofEmbeddings(provider) : null;
    }

    private static Dialect of(Step step) {
        return switch (step.attempt().provider().family()) {
            case OPENAI, AZURE -> Dialect.OPENAI;
            case OPENAI_COMPATIBLE, OPENROUTER, VERCEL, OLLAMA -> Dialect.OPENAI_COMPATIBLE;
            case ANTHROPIC -> Dialect.ANTHROPIC;
            case GOOGLE -> Dialect.GEMINI;
            case COHERE -> Dialect.COHERE;
            case BEDROCK -> Dialect.BEDROCK;
        };
    }
}
