package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.testkit.node.AnthropicClient;
import io.quartermaster.testkit.node.NodeClient;
import io.quartermaster.testkit.node.NodeClientFailure;
import io.quartermaster.testkit.upstream.ToolCall;
import tools.jackson.databind.JsonNode;

/** The conversations that an official client has with a model, whoever makes it, and what must come of them. */
final class ClientConversations {

    private ClientConversations() {}

    static void assertThatItConverses(NodeClient openAi, String model) {
        assertThat(openAi.chat(model, "hello").content()).isEqualTo(ClientScene.HELLO);
        NodeClient.Chat streamed = openAi.streamChat(model, "hello");
        assertThat(streamed.content()).isEqualTo(ClientScene.HELLO);
        assertThat(streamed.finishReason()).isEqualTo("stop");
        assertThat(streamed.usage()).isPresent();
        NodeClient.Chat called = openAi.streamToolCalls(model, "weather");
        assertThat(called.toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
        assertThat(called.finishReason()).isEqualTo("tool_calls");
        assertThatThrownBy(() -> openAi.chat(model, "overloaded"))
                .isInstanceOfSatisfying(
                        NodeClientFailure.class,
                        failure -> assertThat(failure.status()).isEqualTo(503));
    }

    static void assertThatItConverses(AnthropicClient anthropic, String model) {
        JsonNode whole = anthropic.create(model, "hello");
        assertThat(whole.at("/content/0/text").asString(""))
                .as(whole.toString())
                .isEqualTo(ClientScene.HELLO);
        assertThat(whole.path("stop_reason").asString("")).isEqualTo("end_turn");
        JsonNode streamed = anthropic.stream(model, "hello", false);
        assertThat(streamed.at("/content/0/text").asString("")).isEqualTo(ClientScene.HELLO);
        assertThat(streamed.at("/usage/output_tokens").asInt(0)).isPositive();
        JsonNode called = anthropic.stream(model, "weather", true);
        assertThat(called.path("content")
                        .valueStream()
                        .filter(block -> block.path("type").asString("").equals("tool_use"))
                        .map(block -> block.at("/input/city").asString("")))
                .containsExactly("Paris", "Oslo");
        assertThat(called.path("stop_reason").asString("")).isEqualTo("tool_use");
        assertThat(anthropic.create(model, "overloaded").at("/error/status").asInt(0))
                .isEqualTo(503);
    }
}
