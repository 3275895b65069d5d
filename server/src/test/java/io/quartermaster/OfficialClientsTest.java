package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.node.Aimock;
import io.quartermaster.testkit.node.NodeClient;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The official OpenAI clients of Java and npm, through a whole server, to an independent upstream. */
final class OfficialClientsTest {

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
        operator.createProvider("acme", "main", upstream.baseUrl());
        operator.createModel("acme", "gpt-4o", "llm");
        operator.createModel("acme", "whisper-1", "speech2text");
        operator.createModel("acme", "text-embedding-3-small", "text-embedding");
    }

    @AfterAll
    static void stop() {
        server.close();
        upstream.close();
    }

    @Test
    void theJavaClientGetsAWholeAnswerAndEveryCallIsInTheLedger() throws Exception {
        long before = events();
        ChatCompletion answer =
                client(key).chat().completions().create(chat("default").build());

        assertThat(answer.choices().getFirst().message().content()).isPresent();
        assertThat(answer.usage()).isPresent();
        Eventually.await(Duration.ofSeconds(5), "the call is in the ledger", () -> events() > before);
    }

    @Test
    void theJavaClientStreamsWithUsage() {
        ChatCompletionCreateParams params = chat("gpt-4o")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        StringBuilder text = new StringBuilder();
        long tokens = 0;
        try (StreamResponse<ChatCompletionChunk> stream =
                client(key).chat().completions().createStreaming(params)) {
            for (ChatCompletionChunk chunk : stream.stream().toList()) {
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append));
                tokens += chunk.usage().map(usage -> usage.totalTokens()).orElse(0L);
            }
        }
        assertThat(text).isNotEmpty();
        assertThat(tokens).isPositive();
    }

    @Test
    void theJavaClientGetsEmbeddingsAndModels() {
        CreateEmbeddingResponse embeddings = client(key)
                .embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("embed this")
                        .build());

        assertThat(embeddings.data().getFirst().embedding()).isNotEmpty();
        assertThat(client(key).models().list().data())
                .extracting(model -> model.id())
                .containsExactlyInAnyOrder("gpt-4o", "text-embedding-3-small", "whisper-1");
    }

    @Test
    void theJavaClientKnowsOurErrorsByTheirType() {
        assertThatThrownBy(() -> client(key)
                        .chat()
                        .completions()
                        .create(chat("no-such-model").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-model");
        assertThatThrownBy(() -> client("qm_wrong")
                        .chat()
                        .completions()
                        .create(chat("gpt-4o").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void theNpmClientStreamsToolCallsAndGetsEmbeddings() {
        NodeClient node = new NodeClient(URI.create(server.address() + "/v1"), key);

        assertThat(node.streamToolCalls("default", "weather").toolCalls()).hasSize(2);
        assertThat(node.embed("text-embedding-3-small", List.of("embed this")).vectors())
                .hasSize(1);
    }

    @Test
    void theNpmClientGetsATranscript() {
        NodeClient node = new NodeClient(URI.create(server.address() + "/v1"), key);

        assertThat(node.transcribe("whisper-1", new byte[] {(byte) 0xff, (byte) 0xfb, '\r', '\n', '-', '-'}))
                .isEqualTo("Heard by aimock");
    }

    private static OpenAIClient client(String apiKey) {
        return OpenAIOkHttpClient.builder()
                .apiKey(apiKey)
                .baseUrl(server.address() + "/v1")
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello");
    }

    private static long events() {
        try (Connection owner = server.database().connectAsOwner();
                Statement statement = owner.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from usage_events")) {
            count.next();
            return count.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException("Counting the ledger", broken);
        }
    }
}
