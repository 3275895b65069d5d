package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers that speak Anthropic's messages. */
final class MessagesProvider implements ProviderSide {

    @Override
    public ObjectNode request(ObjectNode chat, String model) throws MalformedBody {
        return ChatToMessages.translate(chat, model);
    }

    @Override
    public ObjectNode answer(JsonNode answer, long createdSeconds) {
        return MessageToChat.translate(answer, createdSeconds);
    }

    @Override
    public ObjectNode error(JsonNode answer) {
        return MessageToChat.error(answer);
    }

    @Override
    public ChunkSource stream(Usages chunks, long createdSeconds) {
        return new MessageStreamToChat(chunks, createdSeconds);
    }
}
