package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The events of Cohere's chat as chunks of chat completions. */
final class CohereStreamToChat implements ChunkSource {

    private final Usages chunks;
    private final String model;
    private final long created;
    private ObjectNode head = Trees.JSON.createObjectNode();
    private int calls;
    private boolean silent;
    private boolean over;

    CohereStreamToChat(Usages chunks, String model, long createdSeconds) {
        this.chunks = chunks;
        this.model = model;
        this.created = createdSeconds;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean end() {
        return over; // without message-end it was cut
    }

    @Override
    public void data(String data) {
        if (!data.equals("[DONE]")) {
            event(Trees.object(Trees.JSON.readTree(data)));
        }
    }

    private void event(ObjectNode event) {
        JsonNode message = event.at("/delta/message");
        switch (event.path("type").asString("")) {
            case "message-start" -> {
                head = CohereToChat.head(event, "chat.completion.chunk", model, created);
                chunk(delta().put("role", "assistant").put("content", ""));
            }
            case "tool-plan-delta" -> say("reasoning_content", message.path("tool_plan"));
            case "content-start", "content-delta" -> {
                say("content", message.at("/content/text"));
                say("reasoning_content", message.at("/content/thinking"));
            }
            case "tool-call-start" -> {
                ObjectNode call = CohereToChat.call(message.path("tool_calls"));
                silent = call.at("/function/arguments").asString("").isEmpty();
                call(calls++, call);
            }
            case "tool-call-delta" ->
                arguments(message.at("/tool_calls/function/arguments").asString(""));
            case "tool-call-end" -> {
                if (silent) {
                    arguments("{}"); // clients parse what they were given
                }
            }
            case "message-end" -> finish(event.path("delta"));
            default -> {} // ends of parts, citations, and what is yet to come
        }
    }

    private void finish(JsonNode end) {
        over = true;
        String reason = end.path("finish_reason").asString("");
        if (CohereToChat.failed(reason)) {
            chunks.error(
                    end.path("error").isString()
                            ? CohereToChat.error(end.path("error").stringValue())
                            : CohereToChat.failure(reason));
            return;
        }
        chunks.chunk(chunk(delta(), CohereToChat.finishReason(reason)));
        ObjectNode last = head.deepCopy();
        last.putArray("choices");
        if (end.path("usage").isObject()) {
            last.set("usage", CohereToChat.usage(end.path("usage")));
        }
        chunks.chunk(last);
        chunks.done();
    }

    private void say(String name, JsonNode text) {
        if (!text.asString("").isEmpty()) {
            chunk(delta().set(name, text));
        }
    }

    private void call(int index, ObjectNode call) {
        ObjectNode delta = delta();
        delta.putArray("tool_calls").add(call.put("index", index));
        chunk(delta);
    }

    private void arguments(String fragment) {
        if (!fragment.isEmpty()) {
            silent = false;
            ObjectNode call = Trees.JSON.createObjectNode();
            call.putObject("function").put("arguments", fragment);
            call(calls - 1, call);
        }
    }

    private static ObjectNode delta() {
        return Trees.JSON.createObjectNode();
    }

    private void chunk(ObjectNode delta) {
        chunks.chunk(chunk(delta, ""));
    }

    private ObjectNode chunk(ObjectNode delta, String finishReason) {
        ObjectNode chunk = head.deepCopy();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        if (finishReason.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finishReason);
        }
        return chunk;
    }
}
