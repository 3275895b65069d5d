package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.TokenUsage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One attempt of a call between a client and a provider who speak different protocols. */
public final class Translation {

    private final ClientSide client;
    private final ProviderSide provider;
    private final long createdSeconds;
    private final boolean showsUsage;

    private Translation(ClientSide client, ProviderSide provider, long createdSeconds, boolean showsUsage) {
        this.client = client;
        this.provider = provider;
        this.createdSeconds = createdSeconds;
        this.showsUsage = showsUsage;
    }

    /**
     * A translation for one attempt.
     *
     * @param createdSeconds when the call began
     * @param showsUsage whether the client of a chat stream asked for its usage
     */
    public static Translation between(Dialect client, Dialect provider, long createdSeconds, boolean showsUsage) {
        ClientSide clientSide = switch (client) {
            case OPENAI, OPENAI_COMPATIBLE -> new ChatClient();
            case ANTHROPIC -> new MessagesClient();
            case GEMINI -> throw new IllegalArgumentException("No client speaks " + client);
        };
        ProviderSide providerSide = switch (provider) {
            case OPENAI, OPENAI_COMPATIBLE -> new ChatProvider(provider);
            case ANTHROPIC -> new MessagesProvider();
            case GEMINI -> throw new IllegalArgumentException("No provider speaks " + provider);
        };
        return new Translation(clientSide, providerSide, createdSeconds, showsUsage);
    }

    /** The request in the provider's words, for a model by the name that the provider gives it. */
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        return Trees.JSON.writeValueAsBytes(provider.request(client.chat(Trees.request(scan)), model));
    }

    /** A whole answer in the client's words. */
    public static final class Whole {

        private final byte[] body;
        private final TokenUsage tokens;

        private Whole(byte[] body, TokenUsage tokens) {
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

    /** Translates a whole answer; throws Jackson's exception where it is not what the provider's protocol says. */
    public Whole answer(byte[] answer) {
        ObjectNode chat = provider.answer(Trees.JSON.readTree(answer), createdSeconds);
        JsonNode told = chat.has("error") ? client.error(chat, 200) : client.answer(chat);
        return new Whole(Trees.JSON.writeValueAsBytes(told), Usages.tokens(chat.path("usage")));
    }

    /** An error in the client's words; of what is not the provider's way of telling one, only that there was one. */
    public byte[] error(byte[] answer, int status) {
        JsonNode read;
        try {
            read = Trees.JSON.readTree(answer);
        } catch (JacksonException notJson) {
            read = Trees.JSON.missingNode();
        }
        return Trees.JSON.writeValueAsBytes(client.error(provider.error(read), status));
    }

    public StreamTranslation stream() {
        EventWriter events = new EventWriter();
        Usages usages = new Usages(client.stream(events, showsUsage));
        return new StreamTranslation(provider.stream(usages, createdSeconds), usages, events);
    }
}
