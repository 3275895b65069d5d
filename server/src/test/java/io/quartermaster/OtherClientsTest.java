package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.quartermaster.testkit.node.NodeConversations;
import io.quartermaster.testkit.node.NodeConversations.Conversation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 20: OpenAI's clients by its Responses API, and Vercel's {@code ai} by every protocol it has, at models of every family. */
final class OtherClientsTest {

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
    void case20_everyClientConversesWithEveryModel() {
        List<Conversation> conversations = NodeConversations.run(
                scene.origin(),
                scene.key(),
                List.of("openai responses", "ai responses", "ai chat", "ai compatible", "ai anthropic"),
                ClientScene.MODELS);

        assertThat(conversations).hasSize(5 * ClientScene.MODELS.size() * 3);
        for (Conversation one : conversations) {
            assertThat(one.error()).as(one.toString()).isEmpty();
            assertThat(one.text()).as(one.toString()).isEqualTo(ClientScene.HELLO);
            assertThat(one.finish()).as(one.toString()).isIn("completed", one.hasTool() ? "tool-calls" : "stop");
            assertThat(one.calls())
                    .as(one.toString())
                    .isEqualTo(one.hasTool() ? List.of("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}") : List.of());
            if (!one.hasTool()) { // the upstream tells no tokens of its calls
                assertThat(one.tokens()).as(one.toString()).isPositive();
            }
        }
    }

    /** The client reads every field that OpenAI promises, and fails on one that is missing. */
    @ParameterizedTest
    @ValueSource(strings = {ClientScene.ANTHROPIC, ClientScene.GOOGLE, ClientScene.COHERE, ClientScene.BEDROCK})
    void case20_openAisJavaClientReadsResponsesOfForeignModels(String model) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey(scene.key())
                .baseUrl(scene.baseUrl().toString())
                .maxRetries(0)
                .build();
        ResponseCreateParams hello =
                ResponseCreateParams.builder().model(model).input("hello").build();
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(hello)) {
            stream.stream().map(ResponseStreamEvent::validate).forEach(accumulator::accumulate);
        }

        for (Response response : List.of(client.responses().create(hello), accumulator.response())) {
            response.validate();
            assertThat(response.status()).contains(ResponseStatus.COMPLETED);
            assertThat(response.output()
                            .getFirst()
                            .asMessage()
                            .content()
                            .getFirst()
                            .asOutputText()
                            .text())
                    .isEqualTo(ClientScene.HELLO);
            assertThat(response.usage().orElseThrow().outputTokens()).isPositive();
        }
    }
}
