package io.quartermaster.testkit.node;

import io.quartermaster.testkit.upstream.ToolCall;
import io.quartermaster.testkit.upstream.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The official {@code openai} client of npm, one process for each call, without retries.
 *
 * <p>A call that fails throws a {@link NodeClientFailure} with what the client made of the error.
 */
public final class NodeClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration PROCESS = CALL.plusSeconds(30);

    private final URI baseUrl;
    private final String key;

    /** A client of a server whose base URL ends in {@code /v1}. */
    public NodeClient(URI baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    /** What a chat brought, streamed or not; {@code chunks} is 0 when it was not. */
    public record Chat(
            String id,
            String model,
            String content,
            String finishReason,
            List<ToolCall> toolCalls,
            Optional<Usage> usage,
            int chunks,
            Map<String, String> headers) {}

    /** What a call for embeddings brought. */
    public record Embeddings(String model, List<List<Double>> vectors, int promptTokens, Map<String, String> headers) {}

    public Chat chat(String model, String prompt) {
        return chat(call("chat", model).put("prompt", prompt));
    }

    /** A streamed chat that asks for usage. */
    public Chat streamChat(String model, String prompt) {
        return chat(call("stream", model).put("prompt", prompt));
    }

    /** A streamed chat that offers the tool {@code get_weather(city)}; fragments of calls are joined as they come. */
    public Chat streamToolCalls(String model, String prompt) {
        return chat(call("stream", model).put("prompt", prompt).put("tools", true));
    }

    public Embeddings embed(String model, List<String> inputs) {
        ObjectNode call = call("embed", model);
        inputs.forEach(call.putArray("inputs")::add);
        JsonNode result = run(call);
        List<List<Double>> vectors = new ArrayList<>();
        for (JsonNode vector : result.path("vectors")) {
            vectors.add(vector.valueStream().map(JsonNode::asDouble).toList());
        }
        return new Embeddings(
                result.path("model").asString(""),
                vectors,
                result.at("/usage/prompt_tokens").asInt(0),
                headers(result));
    }

    /** The text of a recording, sent as a file. */
    public String transcribe(String model, byte[] sound) {
        return run(call("transcribe", model).put("sound", sound))
                .path("content")
                .asString("");
    }

    /** The ids of the models, in the order in which the server lists them. */
    public List<String> models() {
        return run(call("models", ""))
                .path("models")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private Chat chat(ObjectNode call) {
        JsonNode result = run(call);
        List<ToolCall> calls = result.path("tool_calls")
                .valueStream()
                .map(tool -> new ToolCall(
                        tool.path("id").asString(""),
                        tool.at("/function/name").asString(""),
                        tool.at("/function/arguments").asString("")))
                .toList();
        return new Chat(
                result.path("id").asString(""),
                result.path("model").asString(""),
                result.path("content").asString(""),
                result.path("finish_reason").asString(""),
                calls,
                usage(result.path("usage")),
                result.path("chunks").asInt(0),
                headers(result));
    }

    private static Optional<Usage> usage(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                usage.path("prompt_tokens").asInt(0),
                usage.path("completion_tokens").asInt(0),
                usage.at("/prompt_tokens_details/cached_tokens").asInt(0),
                usage.at("/completion_tokens_details/reasoning_tokens").asInt(0)));
    }

    private ObjectNode call(String name, String model) {
        return JSON.createObjectNode()
                .put("call", name)
                .put("base_url", baseUrl.toString())
                .put("key", key)
                .put("timeout_millis", CALL.toMillis())
                .put("model", model);
    }

    private static JsonNode run(ObjectNode call) {
        Command.Outcome outcome =
                NodePackages.installed().script("openai-client.mjs").run(call.toString(), PROCESS);
        if (outcome.exit() != 0) {
            throw new IllegalStateException("the client's script failed:\n" + outcome.errors());
        }
        JsonNode result = JSON.readTree(outcome.output());
        JsonNode error = result.path("error");
        if (error.isObject()) {
            throw new NodeClientFailure(
                    error.path("class").asString(""),
                    error.path("status").asInt(0),
                    error.path("type").asString(""),
                    error.path("code").asString(""),
                    error.path("message").asString(""),
                    headers(error),
                    result.path("content").asString(""));
        }
        return result;
    }

    private static Map<String, String> headers(JsonNode holder) {
        Map<String, String> headers = new LinkedHashMap<>();
        holder.path("headers").forEachEntry((name, value) -> headers.put(name, value.asString("")));
        return headers;
    }
}
