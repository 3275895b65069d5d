package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A server with another master key than the one that sealed what is stored: it says so, and sends nothing. */
final class UnreadableSecretTest {

    private static final String OTHER_MASTER_KEY = Base64.getEncoder()
            .encodeToString(IntStream.range(0, 32)
                    .collect(java.io.ByteArrayOutputStream::new, (bytes, each) -> bytes.write(each * 7), (a, b) -> {})
                    .toByteArray());

    @Test
    void aSecretThatDoesNotOpenIsShownAsSuchAndNeverSentAndNotOverwrittenByAccident() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer right = TestServer.start()) {
            right.operator().createTenant("acme");
            String provider = right.operator().createProvider("acme", "main", upstream.baseUrl());
            right.operator().createModel("acme", "gpt-4o", "llm");
            String key = right.operator().createKey("acme", "member");
            String path = "/tenants/acme/providers/" + provider;

            try (TestServer wrong = right.secondNode(Map.of("QM_MASTER_KEY", OTHER_MASTER_KEY))) {
                Answer shown = wrong.operator().get(path).require(200);
                assertThat(shown.string("unusable_reason")).isEqualTo("credential_unreadable");
                assertThat(shown.body().path("has_stored_key").asBoolean()).isTrue();
                assertThat(shown.body().path("has_effective_key").asBoolean()).isFalse();
                assertThat(shown.string("key_last_four")).isEqualTo("n");

                HttpResponse<String> refused = chat(wrong, key);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("credential_unreadable");
                assertThat(upstream.exchanges()).isEmpty();

                // Neither can a new key be sealed, nor any change be signed into the audit trail.
                for (String change : List.of("{\"api_key\":\"sk-a-new-one\"}", "{\"priority\":3}")) {
                    Answer write = wrong.operator().patch(path, change);
                    assertThat(write.status()).isEqualTo(503);
                    assertThat(write.problem()).isEqualTo("wrong_master_key");
                }
            }

            assertThat(right.operator()
                            .get(path)
                            .body()
                            .path("has_effective_key")
                            .asBoolean())
                    .isTrue();
            assertThat(chat(right, key).statusCode()).isEqualTo(200);
            assertThat(upstream.exchanges()).hasSize(1);
            assertThat(upstream.exchanges().getFirst().headers().first("authorization"))
                    .contains("Bearer sk-main");
        }
    }

    private static HttpResponse<String> chat(TestServer server, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.address().resolve("/v1/chat/completions"))
                            .header("authorization", "Bearer " + key)
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"messages\":[]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
