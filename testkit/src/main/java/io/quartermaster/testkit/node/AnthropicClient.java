package io.quartermaster.testkit.node;

import java.net.URI;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The npm package {@code @anthropic-ai/sdk}, each call in a process of its own. */
public final class AnthropicClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final Duration PROCESS = Duration.ofSeconds(40);

    private final URI baseUrl;
    private final String key;

    /** @param baseUrl without the version */
    public AnthropicClient(URI baseUrl, String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    /** The message, or an {@code error} with its class, status, type and message. */
    public JsonNode create(String model, String prompt) {
        return run("create", model, prompt, false);
    }

    /** The message that the client put together from a stream; with {@code tools} it may call {@code get_weather}. */
    public JsonNode stream(String model, String prompt, boolean tools) {
        return run("stream", model, prompt, tools);
    }

    private JsonNode run(String call, String model, String prompt, boolean tools) {
        ObjectNode request = JSON.createObjectNode()
                .put("call", call)
                .put("base_url", baseUrl.toString())
                .put("key", key)
                .put("timeout_millis", CALL.toMillis())
                .put("model", model)
                .put("prompt", prompt)
                .put("tools", tools);
        Command.Outcome outcome =
                NodePackages.installed().script("anthropic-client.mjs").run(request.toString(), PROCESS);
        if (outcome.exit() != 0) {
            throw new IllegalStateException("the client's script failed:\n" + outcome.errors());
        }
        return JSON.readTree(outcome.output());
    }
}
