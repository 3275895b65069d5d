package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of OpenAI's chat completions as one of Anthropic's messages. What Anthropic cannot do and what would change what the answer
 * means is refused; hints without a counterpart (penalties, seed, store, …) are left out, as Anthropic's own compatible endpoint does
 * (https://docs.anthropic.com/en/api/openai-sdk). The table in docs/protocols.md has them all.
 */
final class ChatToMessages {

    private static final JsonMapper JSON = Trees.JSON;

    private final JsonNode chat;
    private final ClaudeModel model;
    private final ObjectNode message = JSON.createObjectNode();

    private ChatToMessages(JsonNode chat, ClaudeModel model) {
        this.chat = chat;
        this.model = model;
    }

    static ObjectNode translate(JsonNode chat, String model) throws MalformedBody {
        ChatToMessages translation = new ChatToMessages(chat, ClaudeModel.named(model));
        translation.run(model, chat.path("stream").asBoolean(false));
        return translation.message;
    }

    private void run(String name, boolean streamed) throws MalformedBody {
        refuseWhatAnthropicCannot();
        message.put("model", name);
        message.put("max_tokens", maxTokens());
        if (streamed) {
            message.put("stream", true);
        }
        boolean mayThink = new ChatHistory(message).add(chat.path("messages"));
        boolean forced = ChatTools.translate(chat, message);
        boolean thinks = mayThink
                && !forced
                && new ClaudeThinking(model, message)
                        .ask(chat, message.path("max_tokens").asInt(0) / 2); // the rest is for the answer
        if (!thinks && !model.refusesSampling()) {
            sampling();
        }
        stop();
        structuredOutput();
        JsonNode user = chat.path("safety_identifier").isString() ? chat.path("safety_identifier") : chat.path("user");
        if (user.isString()) {
            message.putObject("metadata").put("user_id", user.stringValue());
        }
    }

    private void refuseWhatAnthropicCannot() throws MalformedBody {
        if (chat.path("n").asInt(1) > 1) {
            throw MalformedBody.at("n", "Anthropic's models give one choice per call; `n` must be 1.");
        }
        if (chat.path("logprobs").asBoolean(false)) {
            throw MalformedBody.at("logprobs", "Anthropic's models tell no probabilities; leave `logprobs` out.");
        }
        for (String field : List.of("functions", "web_search_options", "logit_bias", "audio")) {
            if (!chat.path(field).isEmpty()) {
                throw MalformedBody.at(field, "Anthropic's models take no `" + field + "` in chat completions.");
            }
        }
    }

    private int maxTokens() {
        JsonNode most = chat.path("max_completion_tokens").isNumber()
                ? chat.path("max_completion_tokens")
                : chat.path("max_tokens");
        return most.isNumber() ? most.asInt(model.usualTokens()) : model.usualTokens();
    }

    private void sampling() {
        JsonNode temperature = chat.path("temperature");
        if (temperature.isNumber()) {
            message.put("temperature", Math.min(1, temperature.asDouble())); // OpenAI's range goes to 2
        }
        if (chat.path("top_p").isNumber() && !(temperature.isNumber() && model.takesOneOfTemperatureAndTopP())) {
            message.set("top_p", chat.path("top_p"));
        }
        if (chat.path("top_k").isNumber()) {
            message.set("top_k", chat.path("top_k"));
        }
    }

    private void stop() {
        JsonNode stop = chat.path("stop");
        List<String> sequences = stop.isString()
                ? List.of(stop.stringValue())
                : stop.valueStream().map(one -> one.asString("")).toList();
        List<String> fit = sequences.stream().filter(one -> !one.isBlank()).toList(); // others are refused
        if (!fit.isEmpty()) {
            ArrayNode all = message.putArray("stop_sequences");
            fit.forEach(all::add);
        }
    }

    private void structuredOutput() throws MalformedBody {
        JsonNode format = chat.path("response_format");
        switch (format.path("type").asString("text")) {
            case "text" -> {}
            case "json_schema" ->
                message.withObject("output_config")
                        .putObject("format")
                        .put("type", "json_schema")
                        .set("schema", format.at("/json_schema/schema"));
            default ->
                throw MalformedBody.at(
                        "response_format",
                        "Anthropic's models give JSON of a schema only: send `response_format` with type json_schema.");
        }
    }

    /** What a tool is called with; a model that wants nothing may say so by an empty text. */
    static JsonNode arguments(String text) throws MalformedBody {
        if (text.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            return Trees.raw(text);
        } catch (JacksonException notOne) {
            throw MalformedBody.at("messages", "The `arguments` of a tool call must be a JSON object.");
        }
    }
}
