package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers that speak Amazon Bedrock's Converse. Neither ids nor the model's name are in its answers. */
final class BedrockProvider implements ProviderSide {

    private final String callId;
    private String model = "";

    BedrockProvider(String callId) {
        this.callId = callId;
    }

    @Override
    public ObjectNode request(ObjectNode chat, String model) throws MalformedBody {
        this.model = model;
        return ChatToConverse.translate(chat, model);
    }

    @Override
    public ObjectNode answer(JsonNode answer, long createdSeconds) {
        return ConverseToChat.translate(Trees.object(answer), head("chat.completion", createdSeconds));
    }

    @Override
    public ObjectNode error(JsonNode answer) {
        return ConverseToChat.error(ConverseToChat.FAULT, answer);
    }

    @Override
    public ChunkSource stream(Usages chunks, long createdSeconds) {
        return new ConverseStreamToChat(chunks, head("chat.completion.chunk", createdSeconds));
    }

    private ObjectNode head(String object, long createdSeconds) {
        return Trees.JSON
                .createObjectNode()
                .put("id", "chatcmpl-" + callId)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }
}
