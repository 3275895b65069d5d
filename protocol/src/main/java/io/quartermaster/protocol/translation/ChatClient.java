package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Clients that speak chat completions: theirs is the shape in the middle. */
final class ChatClient implements ClientSide {

    @Override
    public ObjectNode chat(ObjectNode request) throws MalformedBody {
        Trees.requireMessages(request);
        return request;
    }

    @Override
    public JsonNode answer(ObjectNode chat) {
        return chat;
    }

    @Override
    public JsonNode error(ObjectNode error, int status) {
        return error;
    }

    @Override
    public ChunkSink stream(EventWriter events, boolean showsUsage) {
        return new ChunkSink() {
            @Override
            public void chunk(ObjectNode chunk) {
                if (showsUsage || !chunk.path("choices").isEmpty()) {
                    events.data(chunk);
                }
            }

            @Override
            public void content(ChunkHead head, String text) {
                events.data(head.content(text));
            }

            @Override
            public void done() {
                events.ascii("data: [DONE]\n\n");
            }

            @Override
            public void error(ObjectNode error) {
                events.data(error);
            }

            @Override
            public void alive() {
                events.ascii(": still there\n\n");
            }
        };
    }
}
