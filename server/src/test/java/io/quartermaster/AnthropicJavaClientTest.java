package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Anthropic's official Java client, through a whole server, to independent upstreams of four protocols. */
final class AnthropicJavaClientTest {

    private static ClientScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = ClientScene.start();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void case20_aMessageComesWholeFromEveryFamily() {
        for (String model : ClientScene.MODELS) {
            Message message = client().messages().create(hello(model));

            assertThat(message.content().getFirst().asText().text()).as(model).startsWith("Hello from aimock");
            assertThat(message.stopReason()).as(model).contains(StopReason.END_TURN);
        }
    }

    @Test
    void case20_aMessageIsStreamedFromEveryFamily() {
        for (String model : ClientScene.MODELS) {
            MessageAccumulator accumulator = MessageAccumulator.create();
            try (StreamResponse<RawMessageStreamEvent> stream =
                    client().messages().createStreaming(hello(model))) {
                stream.stream().forEach(accumulator::accumulate);
            }

            Message message = accumulator.message();
            assertThat(message.content().getFirst().asText().text()).as(model).startsWith("Hello from aimock");
            assertThat(message.stopReason()).as(model).contains(StopReason.END_TURN);
        }
    }

    @Test
    void theClientKnowsOurErrorsByTheirType() {
        assertThatThrownBy(() -> client().messages().create(hello("no-such-model")))
                .isInstanceOf(NotFoundException.class);
    }

    private static AnthropicClient client() {
        return AnthropicOkHttpClient.builder()
                .apiKey(scene.key())
                .baseUrl(scene.origin().toString())
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams hello(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessage("hello")
                .build();
    }
}
