package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of chat completions as one of Bedrock's Converse
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). The model is in the path. What only some models
 * understand goes to those that are known to, as additional fields.
 */
final class ChatToConverse {

    private final JsonNode chat;
    private final BedrockModel model;
    private final ObjectNode request = Trees.JSON.createObjectNode();
    private final ObjectNode inference = Trees.JSON.createObjectNode();
    private final ObjectNode additional = Trees.JSON.createObjectNode();

    private ChatToConverse(JsonNode chat, BedrockModel model) {
        this.chat = chat;
        this.model = model;
    }

    static ObjectNode translate(JsonNode chat, String model) throws MalformedBody {
        ChatToConverse translation = new ChatToConverse(chat, BedrockModel.named(model));
        translation.run();
        return translation.request;
    }

    private void run() throws MalformedBody {
        refuseWhatConverseCannot();
        ConverseHistory history = new ConverseHistory(request, model.caches());
        history.add(chat.path("messages"));
        boolean forced = new ConverseTools(chat, request, model.caches()).add(history.hasTools(), history.called());
        copy("max_tokens", "maxTokens");
        copy("max_completion_tokens", "maxTokens");
        boolean thinks = think(history.mayThink() && !forced);
        if (!thinks && !(model.isClaude() && model.claude().refusesSampling())) {
            sampling();
        }
        stop();
        structuredOutput();
        if (!inference.isEmpty()) {
            request.set("inferenceConfig", inference);
        }
        if (!additional.isEmpty()) {
            request.set("additionalModelRequestFields", additional);
        }
    }

    private void refuseWhatConverseCannot() throws MalformedBody {
        if (chat.path("n").asInt(1) > 1) {
            throw MalformedBody.at("n", "Bedrock's models give one choice per call; `n` must be 1.");
        }
        if (chat.path("logprobs").asBoolean(false)) {
            throw MalformedBody.at("logprobs", "Bedrock's models tell no probabilities; leave `logprobs` out.");
        }
        for (String field : List.of("functions", "web_search_options", "logit_bias", "audio")) {
            if (!chat.path(field).isEmpty()) {
                throw MalformedBody.at(field, "Bedrock's models take no `" + field + "` in chat completions.");
            }
        }
    }

    private boolean think(boolean mayThink) {
        if (model.isClaude()) {
            int most = inference.path("maxTokens").isNumber() // without it, Bedrock takes the model's own
                    ? inference.path("maxTokens").asInt(0) / 2
                    : Integer.MAX_VALUE;
            return mayThink && new ClaudeThinking(model.claude(), additional).ask(chat, most);
        }
        String effort = chat.path("reasoning_effort").asString("");
        if (model.takesEffort() && !effort.isEmpty()) {
            additional.put(
                    "reasoning_effort",
                    switch (effort) {
                        case "none", "minimal", "low" -> "low"; // these models always think
                        case "medium" -> effort;
                        default -> "high";
                    });
        }
        return false;
    }

    private void sampling() {
        JsonNode temperature = chat.path("temperature");
        if (temperature.isNumber()) {
            inference.put("temperature", Math.clamp(temperature.asDouble(), 0, 1)); // OpenAI's range goes to 2
        }
        boolean oneOnly = model.isClaude() && model.claude().takesOneOfTemperatureAndTopP();
        if (!(temperature.isNumber() && oneOnly)) {
            copy("top_p", "topP");
        }
        if (model.isClaude() && chat.path("top_k").isNumber()) {
            additional.set("top_k", chat.path("top_k"));
        }
    }

    private void copy(String name, String theirs) {
        if (chat.path(name).isNumber()) {
            inference.set(theirs, chat.path(name));
        }
    }

    private void stop() {
        JsonNode stop = chat.path("stop");
        List<String> fit = (stop.isString()
                        ? List.of(stop.stringValue())
                        : stop.valueStream().map(one -> one.asString("")).toList())
                .stream().filter(one -> !one.isBlank()).toList(); // others are refused
        if (!fit.isEmpty()) {
            ArrayNode all = inference.putArray("stopSequences");
            fit.forEach(all::add);
        }
    }

    private void structuredOutput() throws MalformedBody {
        JsonNode format = chat.path("response_format");
        switch (format.path("type").asString("text")) {
            case "text" -> {}
            case "json_schema" -> {
                JsonNode asked = format.path("json_schema");
                ObjectNode text = request.putObject("outputConfig")
                        .putObject("textFormat")
                        .put("type", "json_schema");
                ObjectNode schema = text.putObject("structure").putObject("jsonSchema");
                schema.put("schema", asked.path("schema").toString()); // as a text
                if (asked.path("name").isString()) {
                    schema.set("name", asked.path("name"));
                }
                if (asked.path("description").isString()) {
                    schema.set("description", asked.path("description"));
                }
            }
            default ->
                throw MalformedBody.at(
                        "response_format",
                        "Bedrock's models give JSON of a schema only: send `response_format` with type json_schema.");
        }
    }
}
