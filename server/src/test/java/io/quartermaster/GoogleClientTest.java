package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.json.Json;
import io.quartermaster.testkit.node.NodeConversations;
import io.quartermaster.testkit.node.NodeConversations.Conversation;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Google's own client reads the golden exchanges as the translation does, and sends what the translation sends: they are Google's protocol. */
final class GoogleClientTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void case19_googlesClientUnderstandsTheGoldenExchanges() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.next(
                    Script.json(200, golden("plain.answer.provider.json")),
                    Script.stream().text(golden("plain.stream.provider.sse")),
                    Script.stream().text(golden("tools.stream.provider.sse")));

            List<Conversation> told =
                    NodeConversations.run(upstream.origin(), "AIza-x", List.of("google"), List.of("gemini-3.5-flash"));

            assertThat(told)
                    .containsExactly(
                            conversation("whole", "Hi! Grüße 🎉", List.of(), "STOP", 20),
                            conversation("streamed", "Grüße 🎉", List.of(), "MAX_TOKENS", 15),
                            conversation("tools", "Okay", List.of("{\"city\":\"Oslo\"}", "{}"), "STOP", 80));
            Exchange whole = upstream.awaitExchange(0, SOON).awaitRead(SOON);
            assertThat(whole.target()).isEqualTo("/v1beta/models/gemini-3.5-flash:generateContent");
            assertThat(whole.header("x-goog-api-key")).contains("AIza-x");
            Exchange tools = upstream.awaitExchange(2, SOON).awaitRead(SOON);
            assertThat(tools.target()).isEqualTo("/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
            JsonNode theirs = Json.tree(tools.text());
            JsonNode ours = Json.tree(golden("tools.request.provider.json"));
            assertThat(theirs.at("/contents/0/parts/0").propertyNames())
                    .isEqualTo(ours.at("/contents/0/parts/0").propertyNames());
            assertThat(theirs.at("/contents/0/role")).isEqualTo(ours.at("/contents/0/role"));
            assertThat(theirs.at("/tools/0/functionDeclarations/0").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                            ours.at("/tools/0/functionDeclarations/0").propertyNames());
            assertThat(theirs.at("/tools/0/functionDeclarations/0/parametersJsonSchema"))
                    .isEqualTo(ours.at("/tools/0/functionDeclarations/0/parametersJsonSchema"));
        }
    }

    private static Conversation conversation(String kind, String text, List<String> calls, String finish, int tokens) {
        return new Conversation("google", "gemini-3.5-flash", kind, text, calls, finish, tokens, "");
    }

    /** Those that the translation is tested with, where the protocol's module keeps them. */
    private static String golden(String name) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the folder of the build");
        }
        return Files.readString(folder.resolve(
                "protocol/src/test/resources/io/quartermaster/protocol/translation/golden/gemini/" + name));
    }
}
