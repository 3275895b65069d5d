package io.quartermaster.testkit.upstream;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of whole answers in the shapes of OpenAI. */
public final class OpenAi {
    static final long CREATED = 1_790_000_000L;

    private OpenAi() {}

    public static String completion(String model, String content, Usage usage) {
        return completion(model, usage, "stop", message -> message.put("content", content));
    }

    public static String completion(String model, List<ToolCall> calls, Usage usage) {
        return completion(model, usage, "tool_calls", message -> {
            message.putNull("content");
            ArrayNode array = message.putArray("tool_calls");
            for (ToolCall call : calls) {
                ObjectNode json = array.addObject().put("id", call.id()).put("type", "function");
                json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            }
        });
    }

    private static String completion(String model, Usage usage, String finish, Consumer<ObjectNode> fill) {
        ObjectNode json = object();
        json.put("id", "chatcmpl-fake")
                .put("object", "chat.completion")
                .put("created", CREATED)
                .put("model", model);
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        fill.accept(message);
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finish);
        json.set("usage", usage.json());
        json.put("system_fingerprint", "fp_fake");
        return json.toString();
    }

    /** One vector for each input, as numbers. */
    public static String embeddings(String model, List<double[]> vectors, int promptTokens) {
        ObjectNode json = object().put("object", "list").put("model", model);
        ArrayNode data = json.putArray("data");
        for (int index = 0; index < vectors.size(); index++) {
            ArrayNode vector = data.addObject()
                    .put("object", "embedding")
                    .put("index", index)
                    .putArray("embedding");
            for (double number : vectors.get(index)) {
                vector.add(number);
            }
        }
        json.putObject("usage").put("prompt_tokens", promptTokens).put("total_tokens", promptTokens);
        return json.toString();
    }

    public static String models(List<String> ids) {
        ObjectNode json = object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (String id : ids) {
            data.addObject()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", CREATED)
                    .put("owned_by", "fake");
        }
        return json.toString();
    }

    /** The body of an error; a code that is empty is {@code null}. */
    public static String error(String type, String code, String message) {
        ObjectNode json = object();
        ObjectNode error = json.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param");
        if (code.isEmpty()) {
            error.putNull("code");
        } else {
            error.put("code", code);
        }
        return json.toString();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
