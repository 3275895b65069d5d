package io.quartermaster.protocol.translation;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Providers that speak chat completions, for clients that do not. */
final class ChatProvider implements ProviderSide {

    /** OpenAI's models that reason: they are told an effort, and refuse to be told how to sample. */
    private static final Pattern REASONS = Pattern.compile("(.*/)?(o\\d|gpt-[5-9](?!.*chat)).*");

    private final Dialect dialect;

    ChatProvider(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public ObjectNode request(ObjectNode chat, String model) {
        chat.put("model", model);
        if (dialect == Dialect.OPENAI && chat.has("max_tokens")) {
            chat.set("max_completion_tokens", chat.path("max_tokens")); // its newer models refuse the older name
            chat.remove("max_tokens");
        }
        if (dialect == Dialect.OPENAI) {
            chat.remove("top_k");
        }
        chat.remove(REASONS.matcher(model).matches() ? List.of("temperature", "top_p") : List.of("reasoning_effort"));
        for (JsonNode message : chat.path("messages")) {
            if (message instanceof ObjectNode own) {
                own.remove("thinking_blocks"); // signed by another vendor's model, and unknown here
            }
        }
        return chat;
    }

    @Override
    public ObjectNode answer(JsonNode answer, long createdSeconds) {
        return failed(answer) ? told(answer) : Trees.object(answer);
    }

    /** Whether it is an error, whatever its status; servers that answer well may name an error that is none. */
    static boolean failed(JsonNode answer) {
        JsonNode error = answer.path("error");
        return error.isObject() || (error.isString() && !error.stringValue().isEmpty());
    }

    @Override
    public ObjectNode error(JsonNode answer) {
        return told(answer);
    }

    static ObjectNode told(JsonNode answer) {
        if (answer.path("error").isObject()) {
            return Trees.object(answer);
        }
        ObjectNode out = Trees.JSON.createObjectNode();
        out.putObject("error")
                .put("message", words(answer))
                .put("type", "api_error")
                .putNull("param")
                .put("code", "api_error");
        return out;
    }

    /** Servers that only resemble OpenAI tell their errors in many ways. */
    private static String words(JsonNode answer) {
        for (String field : List.of("error", "message", "detail")) {
            if (answer.path(field).isString()) {
                return answer.path(field).stringValue();
            }
        }
        return "The provider answered with an error that has no message.";
    }

    @Override
    public ChunkSource stream(Usages chunks, long createdSeconds) {
        return new ChatStream(chunks);
    }
}
