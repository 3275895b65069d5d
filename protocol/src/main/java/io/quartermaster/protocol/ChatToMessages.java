package io.quartermaster.protocol;

import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of OpenAI's chat completions as one of Anthropic's messages. What Anthropic cannot do and what would change the answer's
 * shape is refused; hints without a counterpart (penalties, seed, store, …) are left out, as Anthropic's own compatible endpoint does
 * (https://docs.anthropic.com/en/api/openai-sdk).
 */
public final class ChatToMessages {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final int LEAST_THINKING = 1_024;
    private static final int USUAL_TOKENS = 8_192;
    private static final int TOKENS_OF_OLD_MODELS = 4_096;
    private static final List<String> OLD_MODELS =
            List.of("claude-2", "claude-instant", "claude-3-haiku", "claude-3-opus", "claude-3-sonnet");

    private final JsonNode chat;
    private final ObjectNode message = JSON.createObjectNode();

    private ChatToMessages(JsonNode chat) {
        this.chat = chat;
    }

    /** @param model as Anthropic calls it */
    public static byte[] translate(RequestScan scan, String model) throws MalformedBody {
        ChatToMessages translation = new ChatToMessages(JSON.readTree(scan.body()));
        translation.run(model, scan.streamed());
        return JSON.writeValueAsBytes(translation.message);
    }

    private void run(String model, boolean streamed) throws MalformedBody {
        refuseWhatAnthropicCannot();
        message.put("model", model);
        message.put("max_tokens", maxTokens(model));
        if (streamed) {
            message.put("stream", true);
        }
        boolean mayThink = new ChatHistory(message).add(chat.path("messages"));
        boolean forced = ChatTools.translate(chat, message);
        boolean thinks = mayThink && !forced && think();
        JsonNode temperature = chat.path("temperature");
        if (temperature.isNumber() && !thinks) {
            message.put("temperature", Math.min(1, temperature.asDouble())); // OpenAI's range goes to 2
        }
        copyNumber("top_p", thinks);
        copyNumber("top_k", thinks);
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
        if (chat.has("functions")) {
            throw MalformedBody.at("functions", "Give functions as `tools`; Anthropic's models take no `functions`.");
        }
    }

    private int maxTokens(String model) {
        JsonNode most = chat.path("max_completion_tokens").isNumber()
                ? chat.path("max_completion_tokens")
                : chat.path("max_tokens");
        boolean old = OLD_MODELS.stream().anyMatch(model::startsWith);
        return most.isNumber() ? most.asInt(USUAL_TOKENS) : old ? TOKENS_OF_OLD_MODELS : USUAL_TOKENS;
    }

    private boolean think() {
        if (chat.path("thinking").isObject()) {
            message.set("thinking", chat.path("thinking"));
            return !chat.at("/thinking/type").asString("").equals("disabled");
        }
        int wanted =
                switch (chat.path("reasoning_effort").asString("").toLowerCase(Locale.ROOT)) {
                    case "minimal", "low" -> LEAST_THINKING;
                    case "medium" -> 2 * LEAST_THINKING;
                    case "high", "xhigh" -> 4 * LEAST_THINKING;
                    default -> 0;
                };
        int budget = Math.min(wanted, message.path("max_tokens").asInt(0) / 2); // the rest is for the answer
        if (budget < LEAST_THINKING) {
            return false;
        }
        message.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        return true;
    }

    private void copyNumber(String name, boolean thinks) {
        if (chat.path(name).isNumber() && !thinks) {
            message.set(name, chat.path(name));
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
                message.putObject("output_config")
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
            JsonNode arguments = JSON.readTree(text);
            if (arguments.isObject()) {
                return arguments;
            }
        } catch (JacksonException notJson) {
            throw MalformedBody.at("messages", "The `arguments` of a tool call are not valid JSON.");
        }
        throw MalformedBody.at("messages", "The `arguments` of a tool call must be a JSON object.");
    }
}
