package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients that speak OpenAI's Responses API, at providers that know nothing of it: nothing is stored, and every answer says so. */
final class ResponsesClient implements ClientSide {

    private ResponseHead head = ResponseHead.of(Trees.JSON.createObjectNode());

    @Override
    public ObjectNode chat(ObjectNode request) throws MalformedBody {
        head = ResponseHead.of(request);
        return ResponsesToChat.translate(request);
    }

    @Override
    public JsonNode answer(ObjectNode chat) {
        return ChatToResponse.translate(chat, head);
    }

    @Override
    public JsonNode error(ObjectNode error, int status) {
        return error;
    }

    @Override
    public ChunkSink stream(EventWriter events, boolean showsUsage) {
        return new ChatStreamToResponse(ResponseEvents.to(events), head);
    }
}
