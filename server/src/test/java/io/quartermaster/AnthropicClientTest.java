package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.testkit.node.Aimock;
import io.quartermaster.testkit.node.AnthropicClient;
import io.quartermaster.testkit.node.NodeClient;
import io.quartermaster.testkit.node.NodeClientFailure;
import io.quartermaster.testkit.upstream.ToolCall;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Anthropic's official npm client, through a whole server, to an independent upstream that speaks its protocol. */
final class AnthropicClientTest {

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
                        "{\"family\":\"anthropic\",\"name\":\"claude\",\"base_url\":\"%s\",\"api_key\":\"sk-ant-x\"}"
                                .formatted(upstream.origin()))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"anthropic\",\"model\":\"claude-sonnet-4-5\",\"model_type\":\"llm\",\"alias\":\"smart\"}")
                .require(201);
        openAi(operator);
    }

    private static void openAi(AdminClient operator) {
        operator.post(
                        "/tenants/acme/providers",
                        "{\"family\":\"openai\",\"name\":\"gpt\",\"base_url\":\"%s\",\"api_key\":\"sk-x\"}"
                                .formatted(upstream.baseUrl()))
                .require(201);
        operator.post("/tenants/acme/models", "{\"family\":\"openai\",\"model\":\"gpt-4o\",\"model_type\":\"llm\"}")
                .require(201);
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @Test
    void aMessageComesWholeByAnyName() {
        for (String name : new String[] {"default", "smart", "claude-sonnet-4-5", "anthropic/claude-sonnet-4-5"}) {
            JsonNode message = client(key).create(name, "hello");

            assertThat(message.at("/content/0/text").asString(""))
                    .as(message.toString())
                    .startsWith("Hello from aimock");
            assertThat(message.path("stop_reason").asString("")).isEqualTo("end_turn");
        }
    }

    @Test
    void aMessageIsStreamed() {
        JsonNode message = client(key).stream("smart", "hello", false);

        assertThat(message.at("/content/0/text").asString("")).isEqualTo("Hello from aimock: grüße, 世界 🎉.");
        assertThat(message.at("/usage/output_tokens").asInt(0)).isPositive();
    }

    @Test
    void case19_parallelToolCallsComeInFragments() {
        JsonNode message = client(key).stream("smart", "weather", true);

        assertThat(message.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.at("/input/city").asString("")))
                .containsExactly("Paris", "Oslo");
        assertThat(message.path("stop_reason").asString("")).isEqualTo("tool_use");
    }

    @Test
    void theClientKnowsOurErrorsByTheirType() {
        JsonNode unknownModel = client(key).create("no-such-model", "hello").path("error");
        assertThat(unknownModel.path("class").asString("")).isEqualTo("NotFoundError");
        assertThat(unknownModel.path("type").asString("")).isEqualTo("not_found_error");
        assertThat(client("qm_wrong")
                        .create("smart", "hello")
                        .at("/error/class")
                        .asString(""))
                .isEqualTo("AuthenticationError");
    }

    @Test
    void case20_openAisClientCallsTheSameModels() {
        NodeClient openAi = new NodeClient(URI.create(server.address() + "/v1"), key);

        assertThat(openAi.chat("smart", "hello").content()).isEqualTo("Hello from aimock: grüße, 世界 🎉.");
        NodeClient.Chat streamed = openAi.streamChat("smart", "hello");
        assertThat(streamed.content()).isEqualTo("Hello from aimock: grüße, 世界 🎉.");
        assertThat(streamed.finishReason()).isEqualTo("stop");
        assertThat(streamed.usage()).isPresent();
        NodeClient.Chat called = openAi.streamToolCalls("smart", "weather");
        assertThat(called.toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
        assertThat(called.finishReason()).isEqualTo("tool_calls");
        assertThatThrownBy(() -> openAi.chat("smart", "overloaded"))
                .isInstanceOfSatisfying(
                        NodeClientFailure.class,
                        failure -> assertThat(failure.status()).isEqualTo(503));
    }

    @Test
    void case20_theClientCallsOpenAisModels() {
        JsonNode whole = client(key).create("gpt-4o", "hello");
        assertThat(whole.at("/content/0/text").asString(""))
                .as(whole.toString())
                .startsWith("Hello from aimock");
        assertThat(whole.path("stop_reason").asString("")).isEqualTo("end_turn");

        JsonNode streamed = client(key).stream("gpt-4o", "hello", false);
        assertThat(streamed.at("/content/0/text").asString("")).isEqualTo("Hello from aimock: grüße, 世界 🎉.");
        assertThat(streamed.at("/usage/output_tokens").asInt(0)).isPositive();

        JsonNode called = client(key).stream("gpt-4o", "weather", true);
        assertThat(called.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.at("/input/city").asString("")))
                .containsExactly("Paris", "Oslo");
        assertThat(called.path("stop_reason").asString("")).isEqualTo("tool_use");

        JsonNode refused = client(key).create("gpt-4o", "overloaded").path("error");
        assertThat(refused.path("type").asString("")).as(refused.toString()).isEqualTo("overloaded_error");
    }

    private static AnthropicClient client(String apiKey) {
        return new AnthropicClient(URI.create(server.address().toString()), apiKey);
    }
}
