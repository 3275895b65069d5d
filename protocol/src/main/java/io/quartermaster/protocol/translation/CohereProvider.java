package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers that speak Cohere's chat, second version. */
final class CohereProvider implements ProviderSide {

    private String model = ""; // which Cohere's answers do not tell

    @Override
    public ObjectNode request(ObjectNode chat, String model) throws MalformedBody {
        this.model = model;
        return ChatToCohere.translate(chat, model);
    }

    @Override
    public ObjectNode answer(JsonNode answer, long createdSeconds) {
        return CohereToChat.translate(Trees.object(answer), model, createdSeconds);
    }

    @Override
    public ObjectNode error(JsonNode answer) {
        return CohereToChat.error(
                answer.path("message").asString("The provider answered with an error that has no message."));
    }

    @Override
    public ChunkSource stream(Usages chunks, long createdSeconds) {
        return new CohereStreamToChat(chunks, model, createdSeconds);
    }
}
