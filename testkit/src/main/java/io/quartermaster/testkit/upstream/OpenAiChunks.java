package io.quartermaster.testkit.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the chunks of a streamed chat, in the shapes of OpenAI; each text is one event. */
public final class OpenAiChunks {
    private OpenAiChunks() {}

    /** A chunk with the role, one for each piece of content, and one with the reason of the end. */
    public static List<String> content(String model, List<String> pieces) {
        List<String> chunks = new ArrayList<>();
        chunks.add(delta(model, delta -> delta.put("role", "assistant").put("content", "")));
        pieces.forEach(piece -> chunks.add(delta(model, delta -> delta.put("content", piece))));
        chunks.add(finish(model, "stop"));
        return chunks;
    }

    /** Parallel tool calls, whose arguments come in fragments of so many characters, by turns. */
    public static List<String> toolCalls(String model, List<ToolCall> calls, int fragment) {
        List<String> chunks = new ArrayList<>();
        chunks.add(delta(model, delta -> delta.put("role", "assistant").putNull("content")));
        int longest = 0;
        for (int index = 0; index < calls.size(); index++) {
            ToolCall call = calls.get(index);
            longest = Math.max(longest, call.arguments().length());
            chunks.add(toolCall(model, index, "", json -> {
                json.put("id", call.id()).put("type", "function");
                json.withObject("/function").put("name", call.name());
            }));
        }
        for (int from = 0; from < longest; from += fragment) {
            for (int index = 0; index < calls.size(); index++) {
                String arguments = calls.get(index).arguments();
                if (from < arguments.length()) {
                    String piece = arguments.substring(from, Math.min(arguments.length(), from + fragment));
                    chunks.add(toolCall(model, index, piece, json -> {}));
                }
            }
        }
        chunks.add(finish(model, "tool_calls"));
        return chunks;
    }

    /** The chunk that {@code include_usage} asks for: no choices, and the usage. */
    public static String usage(String model, Usage usage) {
        ObjectNode json = chunk(model);
        json.putArray("choices");
        json.set("usage", usage.json());
        return json.toString();
    }

    public static String finish(String model, String reason) {
        ObjectNode json = chunk(model);
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", reason);
        return json.toString();
    }

    private static String toolCall(String model, int index, String arguments, Consumer<ObjectNode> fill) {
        return delta(model, delta -> {
            ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
            call.putObject("function").put("arguments", arguments);
            fill.accept(call);
        });
    }

    private static String delta(String model, Consumer<ObjectNode> fill) {
        ObjectNode json = chunk(model);
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        fill.accept(choice.putObject("delta"));
        choice.putNull("logprobs").putNull("finish_reason");
        return json.toString();
    }

    private static ObjectNode chunk(String model) {
        return OpenAi.object()
                .put("id", "chatcmpl-fake")
                .put("object", "chat.completion.chunk")
                .put("created", OpenAi.CREATED)
                .put("model", model)
                .put("system_fingerprint", "fp_fake");
    }
}
