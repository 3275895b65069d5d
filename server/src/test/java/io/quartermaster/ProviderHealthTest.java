package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an administrator sees of a provider in trouble, while another serves. */
final class ProviderHealthTest {

    @Test
    void aProviderInTroubleIsShownWhileAModelsFallbackServes() throws Exception {
        try (FakeUpstream primary = FakeUpstream.start();
                FakeUpstream other = FakeUpstream.start();
                TestServer server = TestServer.start()) {
            TestTenant tenant = TestTenant.on(server);
            String first = tenant.provider("first", primary.baseUrl());
            String second = tenant.provider("second", other.baseUrl());
            String large = tenant.model("openai-compatible", "large", ",\"provider_id\":\"%s\"".formatted(second));
            tenant.model(
                    "openai-compatible",
                    "small",
                    ",\"provider_id\":\"%s\",\"fallbacks\":[\"%s\"]".formatted(first, large));
            ChatCaller caller = new ChatCaller(server.address(), tenant.key("member"));
            assertThat(health(tenant, first).string("circuit")).isEqualTo("closed");
            assertThat(health(tenant, first).body().path("last_failure").isNull())
                    .isTrue();

            primary.otherwise(Answers.rateLimited(Duration.ofSeconds(60)));
            assertThat(caller.call("small").status()).isEqualTo(200);

            Answer health = health(tenant, first);
            assertThat(health.string("circuit")).isEqualTo("open");
            assertThat(health.body().path("open_until").isString()).isTrue();
            assertThat(health.body().path("last_failure").path("kind").stringValue())
                    .isEqualTo("rate_limited");
            assertThat(health.body().path("last_failure").path("status").intValue())
                    .isEqualTo(429);
            assertThat(health(tenant, second).string("circuit")).isEqualTo("closed");
            assertThat(primary.requests()).isEqualTo(1);
        }
    }

    @Test
    void deadlinesAreSetByProviderAndShownWithWhoSetThem() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer server = TestServer.start()) {
            TestTenant tenant = TestTenant.on(server);
            String provider = tenant.provider("main", upstream.baseUrl());
            tenant.model("openai-compatible", "small", ",\"provider_id\":\"%s\"".formatted(provider));
            assertDeadline(tenant, provider, "total", 600_000, "built_in");
            for (String none :
                    new String[] {"{\"total_ms\":0}", "{\"total\":5}", "{\"connect_ms\":60001}", "{\"idle_ms\":1.5}"}) {
                assertThat(tenant.patch("/providers/" + provider, "{\"settings\":{\"timeouts\":" + none + "}}")
                                .status())
                        .as(none)
                        .isEqualTo(400);
            }

            tenant.patch("/providers/" + provider, "{\"settings\":{\"timeouts\":{\"total_ms\":300}}}")
                    .require(200);

            assertDeadline(tenant, provider, "total", 300, "config");
            assertDeadline(tenant, provider, "first_token", 300_000, "built_in");
            upstream.next(Script.silence());
            ChatCaller.Chat chat = new ChatCaller(server.address(), tenant.key("member")).call("small");
            assertThat(chat.status()).isEqualTo(504);
            assertThat(chat.code()).isEqualTo("upstream_total_timeout");
            String local = tenant.post(
                            "/providers",
                            "{\"family\":\"ollama\",\"name\":\"local\",\"base_url\":\"%s\"}"
                                    .formatted(upstream.baseUrl()))
                    .require(201)
                    .string("id");
            assertDeadline(tenant, local, "first_byte_streamed", 300_000, "family");
        }
    }

    private static void assertDeadline(TestTenant tenant, String provider, String part, long millis, String source) {
        JsonNode deadline = health(tenant, provider).body().path("deadlines").path(part);
        assertThat(deadline.path("value_ms").asLong()).isEqualTo(millis);
        assertThat(deadline.path("source").asString()).isEqualTo(source);
    }

    private static Answer health(TestTenant tenant, String provider) {
        return tenant.get("/providers/" + provider + "/health").require(200);
    }
}
