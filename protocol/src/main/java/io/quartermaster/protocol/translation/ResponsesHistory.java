package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The items of a response's input as messages of chat completions. What a model thought, said and called in a row is one message, and what its calls
 * led to follows it at once, wherever it stands in the input: other providers take it nowhere else.
 */
final class ResponsesHistory {

    private final ArrayNode messages;
    private final Map<String, Queue<JsonNode>> results = new HashMap<>();
    private final ObjectNode signatures = Trees.JSON.createObjectNode();
    private ResponsesTurn turn = new ResponsesTurn();

    private ResponsesHistory(ArrayNode messages) {
        this.messages = messages;
    }

    static void translate(JsonNode request, ArrayNode messages) throws MalformedBody {
        if (!request.path("instructions").asString("").isBlank()) {
            messages.addObject().put("role", "system").set("content", request.path("instructions"));
        }
        JsonNode input = request.path("input");
        if (input.isString()) {
            messages.addObject().put("role", "user").set("content", input);
        } else if (input.isArray()) {
            new ResponsesHistory(messages).add(input);
        } else {
            throw MalformedBody.at("input", "The field `input` must be a text or a list of items.");
        }
    }

    private void add(JsonNode items) throws MalformedBody {
        int values = 0;
        Queue<CarriedThoughts> carried = new ArrayDeque<>();
        for (JsonNode item : items) {
            String type = item.path("type").asString("message");
            if (type.equals("function_call_output")) {
                String id = item.path("call_id").asString("");
                results.computeIfAbsent(id, _ -> new ArrayDeque<>()).add(item);
            } else if (type.equals("reasoning")) {
                CarriedThoughts thoughts = CarriedThoughts.of(
                                item.path("encrypted_content").asString(""))
                        .orElseGet(CarriedThoughts::new);
                values += thoughts.size();
                if (values > Trees.MOST_TOKENS) { // they are more than the request's text, which is bounded so
                    throw MalformedBody.at("input", "The reasoning items of this request carry too many values.");
                }
                thoughts.signatures().forEachEntry(signatures::set);
                carried.add(thoughts);
            }
        }
        for (JsonNode item : items) {
            switch (item.path("type").asString("message")) {
                case "message" -> message(item);
                case "reasoning" -> carried.remove().blocks().forEach(turn::think);
                case "function_call" -> {
                    String id = item.path("call_id").asString("");
                    turn.call(id, item, signatures.path(id));
                }
                case "function_call_output" ->
                    endTurn(); // was found above; what the model says next, it says in the light of it
                case "item_reference" ->
                    throw MalformedBody.at(
                            "input",
                            "Responses of this model are not stored, so no item can be referred to; send items whole, with `store` false.");
                default ->
                    throw MalformedBody.at(
                            "input",
                            "This model's provider takes no item of type "
                                    + item.path("type").asString("unknown")
                                    + "; it takes messages, reasoning, and calls of functions and their outputs.");
            }
        }
        endTurn();
        for (Map.Entry<String, Queue<JsonNode>> left : results.entrySet()) {
            if (!left.getValue().isEmpty()) {
                throw MalformedBody.at(
                        "input",
                        "No function call was found for the output with call_id " + shown(left.getKey()) + ".");
            }
        }
    }

    private void message(JsonNode item) throws MalformedBody {
        String role = item.path("role").asString("");
        switch (role) {
            case "assistant" -> turn.say(ResponsesContent.text(item.path("content")));
            case "user" -> {
                endTurn();
                ResponsesContent.say(messages, role, item.path("content"));
            }
            case "system", "developer" -> {
                endTurn();
                messages.addObject().put("role", "system").put("content", ResponsesContent.text(item.path("content")));
            }
            default ->
                throw MalformedBody.at("input", "A message's `role` must be user, assistant, system or developer.");
        }
    }

    private void endTurn() throws MalformedBody {
        ResponsesTurn ended = turn;
        turn = new ResponsesTurn();
        if (!ended.saidAnything()) {
            return;
        }
        messages.add(ended.message());
        ArrayNode pictures = Trees.JSON.createArrayNode();
        for (String id : ended.calls()) {
            Queue<JsonNode> found = results.get(id);
            JsonNode result = found == null ? null : found.poll();
            if (result == null) {
                throw MalformedBody.at("input", "No tool output was found for the function call " + shown(id) + ".");
            }
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", id)
                    .put("content", ResponsesContent.result(result.path("output"), pictures));
        }
        if (!pictures.isEmpty()) { // a tool may only write
            messages.addObject().put("role", "user").set("content", pictures);
        }
    }

    private static String shown(String id) {
        return Trees.name(Trees.JSON.getNodeFactory().stringNode(id), "");
    }
}
