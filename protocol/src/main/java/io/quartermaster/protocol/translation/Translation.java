package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;

/** One attempt of a call between a client and a provider who speak different protocols. */
public interface Translation {

    /**
     * Of a conversation.
     *
     * @param callId what answers are called where the provider gives them no id
     * @param createdSeconds when the call began
     * @param showsUsage whether the client of a chat stream asked for its usage
     */
    static Translation between(
            Dialect client, Dialect provider, String callId, long createdSeconds, boolean showsUsage) {
        ClientSide clientSide = switch (client) {
            case OPENAI, OPENAI_COMPATIBLE -> new ChatClient();
            case RESPONSES -> new ResponsesClient();
            case ANTHROPIC -> new MessagesClient();
            case GEMINI, COHERE, BEDROCK -> throw new IllegalArgumentException("No client speaks " + client);
        };
        ProviderSide providerSide = switch (provider) {
            case OPENAI, OPENAI_COMPATIBLE -> new ChatProvider(provider);
            case ANTHROPIC -> new MessagesProvider();
            case GEMINI -> new GeminiProvider();
            case COHERE -> new CohereProvider();
            case BEDROCK -> new BedrockProvider(callId);
            case RESPONSES -> throw new IllegalArgumentException("Who speaks responses needs no translation of them");
        };
        return new ShapeGuard(new ChatTranslation(clientSide, providerSide, createdSeconds, showsUsage));
    }

    /** Of OpenAI's embeddings, at a provider who has others. */
    static Translation ofEmbeddings(Dialect provider) {
        return switch (provider) {
            case GEMINI -> new ShapeGuard(new GeminiEmbeddings());
            case COHERE -> new ShapeGuard(new CohereEmbeddings());
            case OPENAI, OPENAI_COMPATIBLE, RESPONSES, ANTHROPIC, BEDROCK ->
                throw new IllegalArgumentException("No embeddings are translated for " + provider);
        };
    }

    /** The request in the provider's words, for a model by the name that the provider gives it. */
    byte[] request(RequestScan scan, String model) throws MalformedBody;

    /** Translates a whole answer; throws Jackson's exception where it is not what the provider's protocol says. */
    Whole answer(byte[] answer);

    /** An error in the client's words; of what is not the provider's way of telling one, only that there was one. */
    byte[] error(byte[] answer, int status);

    StreamTranslation stream();

    /** A whole answer in the client's words. */
    final class Whole {

        private final byte[] body;
        private final TokenUsage tokens;

        Whole(byte[] body, TokenUsage tokens) {
            this.body = body;
            this.tokens = tokens;
        }

        public byte[] body() {
            return body;
        }

        /** As the provider counted them. */
        public TokenUsage tokens() {
            return tokens;
        }
    }
}
