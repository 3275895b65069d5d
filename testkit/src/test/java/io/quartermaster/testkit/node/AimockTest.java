package io.quartermaster.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.ToolCall;
import io.quartermaster.testkit.upstream.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AimockTest {
    private static final String HELLO = "Hello from aimock: grüße, 世界 🎉.";

    private Aimock aimock;
    private NodeClient client;

    @BeforeAll
    void start() {
        aimock = Aimock.start(Aimock.Settings.ofKit().withKeys("sk-one", "sk-two"));
        client = new NodeClient(aimock.baseUrl(), "sk-two");
    }

    @AfterAll
    void stop() {
        aimock.close();
    }

    @Test
    void officialClientChats() {
        NodeClient.Chat chat = client.chat("gpt-4o", "say hello");

        assertThat(chat.content()).isEqualTo(HELLO);
        assertThat(chat.model()).isEqualTo("gpt-4o");
        assertThat(chat.finishReason()).isEqualTo("stop");
        assertThat(chat.chunks()).isZero();
        assertThat(aimock.journal()).anySatisfy(entry -> {
            assertThat(entry.path()).isEqualTo("/v1/chat/completions");
            assertThat(entry.status()).isEqualTo(200);
            assertThat(entry.body().at("/messages/0/content").asString()).isEqualTo("say hello");
        });
    }

    @Test
    void officialClientStreamsWithUsage() {
        NodeClient.Chat chat = client.streamChat("gpt-4o", "say hello");

        assertThat(chat.content()).isEqualTo(HELLO);
        assertThat(chat.chunks()).isGreaterThan(5);
        assertThat(chat.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.prompt()).isEqualTo(12);
            assertThat(usage.completion()).isEqualTo(9);
        });
    }

    @Test
    void officialClientJoinsParallelToolCalls() {
        NodeClient.Chat chat = client.streamToolCalls("gpt-4o", "the weather?");

        assertThat(chat.finishReason()).isEqualTo("tool_calls");
        assertThat(chat.toolCalls())
                .containsExactly(
                        new ToolCall("call_paris", "get_weather", "{\"city\":\"Paris\"}"),
                        new ToolCall("call_oslo", "get_weather", "{\"city\":\"Oslo\"}"));
    }

    @Test
    void officialClientEmbedsAndListsModels() {
        assertThat(client.embed("text-embedding-3-small", List.of("embed this", "embed that"))
                        .vectors())
                .containsExactly(List.of(0.25, -0.5, 0.75, 1.0), List.of(0.25, -0.5, 0.75, 1.0));
        assertThat(client.models()).contains("gpt-4o");
    }

    @Test
    void errorsComeAsTheClientSeesThem() {
        NodeClientFailure overloaded =
                catchThrowableOfType(NodeClientFailure.class, () -> client.chat("gpt-4o", "overloaded"));
        NodeClientFailure stranger = catchThrowableOfType(
                NodeClientFailure.class, () -> new NodeClient(aimock.baseUrl(), "sk-wrong").chat("gpt-4o", "hello"));

        assertThat(overloaded.status()).isEqualTo(503);
        assertThat(overloaded.type()).isEqualTo("server_error");
        assertThat(stranger.errorClass()).isEqualTo("AuthenticationError");
    }

    @Test
    void clientReadsTheFakeUpstreamAsItReadsAProvider() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            NodeClient toFake = new NodeClient(upstream.baseUrl(), "sk-x");
            ToolCall call = new ToolCall("c1", "get_weather", "{\"city\":\"Kraków 🎉\"}");
            ToolCall other = new ToolCall("c2", "get_weather", "{\"city\":\"Oslo\"}");
            upstream.next(
                    Answers.wholeChatStream("Grü", "ße 🎉").splitEvery(9),
                    Answers.toolCallStream(3, call, other),
                    Answers.toolCalls(call));

            assertThat(toFake.streamChat("m", "x").content()).isEqualTo("Grüße 🎉");
            assertThat(toFake.streamToolCalls("m", "x").toolCalls()).containsExactly(call, other);
            assertThat(toFake.chat("m", "x").toolCalls()).containsExactly(call);
            assertThat(toFake.streamChat("m", "x").usage()).hasValue(new Usage(11, 5, 3, 0));
            assertThat(toFake.embed("m", List.of("a", "b")).vectors()).hasSize(2);
            assertThat(toFake.models()).containsExactly(Answers.MODEL);
        }
    }

    @Test
    void cutStreamFailsWithTheContentThatCame() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.next(Answers.chatStream("partial ").thenHangUp());

            NodeClientFailure cut = catchThrowableOfType(
                    NodeClientFailure.class, () -> new NodeClient(upstream.baseUrl(), "sk-x").streamChat("m", "x"));

            assertThat(cut.contentBefore()).isEqualTo("partial ");
        }
    }

    @Test
    void invalidFixtureIsReported(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("bad.json"), "{\"fixtures\": [{\"match\": {}}]}");

        assertThatThrownBy(() -> Aimock.start(Aimock.Settings.of(folder)).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("aimock did not start");
    }

    @Test
    void closingEndsTheProcess() {
        Aimock own = Aimock.start();
        ProcessHandle process = ProcessHandle.of(own.pid()).orElseThrow();

        own.close();

        Eventually.await(Duration.ofSeconds(5), "aimock has ended", () -> !process.isAlive());
    }
}
