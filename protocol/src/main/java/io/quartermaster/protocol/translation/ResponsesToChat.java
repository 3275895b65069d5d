package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of OpenAI's Responses API as one of chat completions. What needs something that OpenAI keeps or runs is refused; hints without a
 * counterpart are left out. The table in docs/protocols.md has them all.
 */
final class ResponsesToChat {

    private final JsonNode asked;
    private final ObjectNode chat = Trees.JSON.createObjectNode();

    private ResponsesToChat(JsonNode asked) {
        this.asked = asked;
    }

    static ObjectNode translate(JsonNode asked) throws MalformedBody {
        ResponsesToChat translation = new ResponsesToChat(asked);
        translation.run();
        return translation.chat;
    }

    private void run() throws MalformedBody {
        refuseWhatIsKeptAtOpenAi();
        if (asked.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            chat.putObject("stream_options").put("include_usage", true);
        }
        ResponsesHistory.translate(asked, chat.putArray("messages"));
        if (asked.path("max_output_tokens").isNumber()) {
            chat.set("max_tokens", asked.path("max_output_tokens"));
        }
        for (String same : List.of("temperature", "top_p")) {
            if (asked.path(same).isNumber()) {
                chat.set(same, asked.path(same));
            }
        }
        for (String same : List.of("user", "safety_identifier")) {
            if (asked.path(same).isString()) {
                chat.set(same, asked.path(same));
            }
        }
        ResponsesTools.translate(asked, chat);
        structuredOutput();
        JsonNode effort = asked.path("reasoning").path("effort");
        if (effort.isString()) {
            chat.set("reasoning_effort", effort);
        }
    }

    private void refuseWhatIsKeptAtOpenAi() throws MalformedBody {
        for (String field : List.of("previous_response_id", "conversation")) {
            if (asked.hasNonNull(field)) {
                throw MalformedBody.at(
                        field,
                        "Responses of this model are not stored, so it has no `" + field
                                + "`; send the whole conversation as `input`, with `store` false.");
            }
        }
        if (asked.hasNonNull("prompt")) {
            throw MalformedBody.at(
                    "prompt", "Templates are kept at OpenAI, this model's provider has none; send `instructions`.");
        }
        if (asked.path("background").asBoolean(false)) {
            throw MalformedBody.at(
                    "background",
                    "Responses of this model are not stored, so none is made in the background; send `stream` true.");
        }
        boolean probabilities = asked.path("top_logprobs").asInt(0) > 0;
        for (JsonNode wanted : asked.path("include")) {
            probabilities |= wanted.asString("").equals("message.output_text.logprobs");
        }
        if (probabilities) {
            throw MalformedBody.at(
                    asked.path("top_logprobs").asInt(0) > 0 ? "top_logprobs" : "include",
                    "Probabilities are not told in responses of this model; call it by chat completions.");
        }
    }

    private void structuredOutput() throws MalformedBody {
        JsonNode format = asked.path("text").path("format");
        switch (format.path("type").asString("text")) {
            case "text" -> {}
            case "json_object" -> chat.putObject("response_format").put("type", "json_object");
            case "json_schema" -> {
                ObjectNode schema = chat.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                schema.put("name", format.path("name").asString("answer"));
                for (String same : List.of("description", "schema", "strict")) {
                    if (format.hasNonNull(same)) {
                        schema.set(same, format.path(same));
                    }
                }
            }
            default ->
                throw MalformedBody.at(
                        "text", "The field `text.format` must be of type text, json_object or json_schema.");
        }
    }
}
