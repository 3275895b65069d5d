package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.node.Aimock;
import io.quartermaster.testkit.node.AnthropicClient;
import io.quartermaster.testkit.node.NodeClient;
import io.quartermaster.testkit.upstream.ToolCall;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The official npm clients of OpenAI and Anthropic, through a whole server, to an independent upstream that speaks Google's, Cohere's and Amazon's protocols. */
final class ForeignFamiliesTest {

    private static final String HELLO = "Hello from aimock: grüße, 世界 🎉.";

    private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";

    private static Aimock upstream;
    private static TestServer server;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        upstream = Aimock.start();
        server = TestServer.start();
        AdminClient operator = server.operator();
        operator.createTenant("acme");
        key = operator.createKey("acme", "member");
        operator.post(
                        "/tenants/acme/providers",
                        "{\"family\":\"google\",\"name\":\"gemini\",\"base_url\":\"%s\",\"api_key\":\"AIza-x\"}"
                                .formatted(upstream.origin()))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"google\",\"model\":\"gemini-3.5-flash\",\"model_type\":\"llm\"}")
                .require(201);
        operator.post(
                        "/tenants/acme/providers",
                        "{\"family\":\"cohere\",\"name\":\"cohere\",\"base_url\":\"%s\",\"api_key\":\"co-x\"}"
                                .formatted(upstream.origin()))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"cohere\",\"model\":\"command-a-03-2025\",\"model_type\":\"llm\"}")
                .require(201);
        operator.post(
                        "/tenants/acme/providers",
                        ("{\"family\":\"bedrock\",\"name\":\"bedrock\",\"base_url\":\"%s\",\"settings\":{\"region\":\"eu-central-1\"},"
                                        + "\"credential\":{\"access_key_id\":\"AKIA000000EXAMPLE7\",\"secret_access_key\":\"0123456789abcdef\"}}")
                                .formatted(upstream.origin()))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"bedrock\",\"model\":\"%s\",\"model_type\":\"llm\"}".formatted(CLAUDE))
                .require(201);
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @Test
    void case20_openAisClientCallsGooglesModelsByDefault() {
        assertThat(openAi().chat("default", "hello").content()).isEqualTo(HELLO);
        assertOpenAisClientCalls("gemini-3.5-flash");
    }

    @Test
    void case20_openAisClientCallsCoheresModels() {
        assertThat(openAi().chat("command-a-03-2025", "hello").content()).isEqualTo(HELLO);
        assertOpenAisClientCalls("command-a-03-2025");
    }

    @Test
    void case20_openAisClientCallsBedrocksModels() {
        assertThat(openAi().chat(CLAUDE, "hello").content()).isEqualTo(HELLO);
        assertOpenAisClientCalls(CLAUDE);
    }

    @Test
    void case20_anthropicsClientCallsBedrocksModels() {
        AnthropicClient anthropic =
                new AnthropicClient(URI.create(server.address().toString()), key);

        assertThat(anthropic.create(CLAUDE, "hello").at("/content/0/text").asString(""))
                .isEqualTo(HELLO);
        JsonNode called = anthropic.stream(CLAUDE, "weather", true);
        assertThat(called.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.at("/input/city").asString("")))
                .containsExactly("Paris", "Oslo");
        assertThat(called.path("stop_reason").asString("")).isEqualTo("tool_use");
    }

    private static NodeClient openAi() {
        return new NodeClient(URI.create(server.address() + "/v1"), key);
    }

    private static void assertOpenAisClientCalls(String model) {
        NodeClient openAi = openAi();
        NodeClient.Chat streamed = openAi.streamChat(model, "hello");
        assertThat(streamed.content()).isEqualTo(HELLO);
        assertThat(streamed.finishReason()).isEqualTo("stop");
        assertThat(streamed.usage()).isPresent();
        NodeClient.Chat called = openAi.streamToolCalls(model, "weather");
        assertThat(called.toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
        assertThat(called.finishReason()).isEqualTo("tool_calls");
    }

    @Test
    void case20_anthropicsClientCallsThemToo() {
        AnthropicClient anthropic =
                new AnthropicClient(URI.create(server.address().toString()), key);

        JsonNode whole = anthropic.create("default", "hello");
        assertThat(whole.at("/content/0/text").asString(""))
                .as(whole.toString())
                .isEqualTo(HELLO);
        JsonNode called = anthropic.stream("command-a-03-2025", "weather", true);
        assertThat(called.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.at("/input/city").asString("")))
                .containsExactly("Paris", "Oslo");
        assertThat(called.path("stop_reason").asString("")).isEqualTo("tool_use");
    }
}
