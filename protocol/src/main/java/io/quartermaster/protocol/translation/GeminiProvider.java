package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers that speak Google's generateContent. */
final class GeminiProvider implements ProviderSide {

    @Override
    public ObjectNode request(ObjectNode chat, String model) throws MalformedBody {
        return ChatToGemini.translate(chat, model);
    }

    @Override
    public ObjectNode answer(JsonNode answer, long createdSeconds) {
        return GeminiToChat.translate(Trees.object(answer), createdSeconds);
    }

    @Override
    public ObjectNode error(JsonNode answer) {
        return GeminiToChat.error(answer);
    }

    @Override
    public ChunkSource stream(Usages chunks, long createdSeconds) {
        return new GeminiStreamToChat(chunks, createdSeconds);
    }
}
