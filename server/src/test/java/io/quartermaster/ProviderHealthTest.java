package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.Answers;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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

    private static Answer health(TestTenant tenant, String provider) {
        return tenant.get("/providers/" + provider + "/health").require(200);
    }
}
