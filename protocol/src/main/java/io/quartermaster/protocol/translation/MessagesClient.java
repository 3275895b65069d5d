package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients that speak Anthropic's messages. */
final class MessagesClient implements ClientSide {

    @Override
    public ObjectNode chat(ObjectNode request) throws MalformedBody {
        return MessagesToChat.translate(request);
    }

    @Override
    public JsonNode answer(ObjectNode chat) {
        return ChatToMessage.translate(chat);
    }

    @Override
    public JsonNode error(ObjectNode error, int status) {
        return ChatToMessage.error(error, status);
    }

    @Override
    public ChunkSink stream(EventWriter events, boolean showsUsage) {
        return new ChatStreamToMessage(events);
    }
}
