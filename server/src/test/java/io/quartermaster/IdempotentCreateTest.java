package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A create that is sent again with its {@code Idempotency-Key} makes nothing more and answers what it made. */
final class IdempotentCreateTest {

    private static TestServer server;
    private TestTenant tenant;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = TestTenant.on(server);
    }

    @Test
    void theSecondRequestAnswersWhatTheFirstMadeWithoutItsSecretAndSaysSo() throws Exception {
        String json = "{\"name\":\"ci\",\"role\":\"editor\"}";
        Answer made = tenant.send("POST", "/api-keys", json, key("k-1")).require(201);
        long version = tenant.version();

        Answer again = tenant.send("POST", "/api-keys", " { \"role\":\"editor\", \"name\":\"ci\"}", key("k-1"))
                .require(200);

        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(made.header("idempotency-replayed")).isEmpty();
        assertThat(again.string("id")).isEqualTo(made.string("id"));
        assertThat(again.header("etag")).isEqualTo(made.header("etag"));
        assertThat(again.body().has("key")).isFalse();
        assertThat(again.text()).doesNotContain(made.string("key"));
        assertThat(tenant.version()).isEqualTo(version);
    }

    @Test
    void everyKindOfCreateCanBeSentAgain() {
        String provider = AdminScene.providerJson("p");
        assertThat(tenant.send("POST", "/providers", provider, key("p"))
                        .require(201)
                        .body())
                .isEqualTo(tenant.send("POST", "/providers", provider, key("p"))
                        .require(200)
                        .body());
        String model = AdminScene.modelJson("m");
        assertThat(tenant.send("POST", "/models", model, key("m")).require(201).string("id"))
                .isEqualTo(tenant.send("POST", "/models", model, key("m"))
                        .require(200)
                        .string("id"));
        String slug = "{\"slug\":\"again-%s\",\"name\":\"Again\"}".formatted(tenant.slug());
        String one = "t-" + tenant.slug();
        assertThat(server.operator()
                        .send("POST", "/tenants", slug, key(one))
                        .require(201)
                        .body())
                .isEqualTo(server.operator()
                        .send("POST", "/tenants", slug, key(one))
                        .require(200)
                        .body());
    }

    @Test
    void aUserASharedProviderAndAMemberCanBeSentAgainAndNoSecretComesBack() throws Exception {
        String user = "{\"email\":\"%s@example.org\",\"display_name\":\"U\",\"password\":\"correct horse battery\"}"
                .formatted(tenant.slug());
        Answer made = assertReplayed(() -> server.operator().send("POST", "/users", user, key("u-" + tenant.slug())));
        assertThat(made.text()).doesNotContain("correct horse");
        String shared = AdminScene.providerJson("shared-" + tenant.slug());
        Answer madeShared = assertReplayed(
                () -> server.operator().send("POST", "/shared-providers", shared, key("s-" + tenant.slug())));
        assertThat(madeShared.text()).doesNotContain("sk-");

        String member = "{\"email\":\"m@example.org\",\"display_name\":\"M\",\"role\":\"viewer\"}";
        Answer invited = tenant.send("POST", "/members", member, key("m")).require(201);
        long version = tenant.version();
        Answer again = tenant.send("POST", "/members", member, key("m")).require(200);
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.string("user_id")).isEqualTo(invited.string("user_id"));
        assertThat(again.header("etag")).isEqualTo(invited.header("etag"));
        assertThat(again.body().has("invitation")).isFalse();
        assertThat(again.text())
                .doesNotContain(invited.body().path("invitation").path("token").asString());
        assertThat(tenant.version()).isEqualTo(version);
        assertThat(tenant.send("POST", "/members", member.replace("viewer", "owner"), key("m"))
                        .require(422)
                        .problem())
                .isEqualTo("idempotency_key_reused");
    }

    private static Answer assertReplayed(java.util.function.Supplier<Answer> request) {
        Answer made = request.get().require(201);
        Answer again = request.get().require(200);
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.header("etag")).isEqualTo(made.header("etag"));
        assertThat(again.body()).isEqualTo(made.body());
        return again;
    }

    @Test
    void anotherRequestWithTheKeyIsRefusedAndAnotherCallersKeyIsItsOwn() {
        tenant.send("POST", "/api-keys", "{\"name\":\"a\"}", key("k")).require(201);
        for (Answer other : List.of(
                tenant.send("POST", "/api-keys", "{\"name\":\"b\"}", key("k")),
                tenant.send("POST", "/providers", AdminScene.providerJson("p"), key("k")))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.problem()).isEqualTo("idempotency_key_reused");
        }
        tenant.as("admin")
                .send("POST", tenant.path("/api-keys"), "{\"name\":\"a\"}", key("k"))
                .require(201);
        assertThat(tenant.as("viewer")
                        .send("POST", tenant.path("/api-keys"), "{\"name\":\"a\"}", key("k"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRefusedCreateLeavesItsKeyFree() {
        String nameless = AdminScene.providerJson("p").replace("openai-compatible", "nobody");
        assertThat(tenant.send("POST", "/providers", nameless, key("k")).status())
                .isEqualTo(400);
        tenant.provider("taken");
        assertThat(tenant.send("POST", "/providers", AdminScene.providerJson("taken"), key("k"))
                        .status())
                .isEqualTo(409);
        tenant.send("POST", "/providers", AdminScene.providerJson("free"), key("k"))
                .require(201);
    }

    @Test
    void aKeyThatIsNoVisibleAsciiIsRefused() {
        for (String bad : List.of("a b", "k".repeat(256))) {
            assertThat(tenant.send("POST", "/api-keys", "{\"name\":\"a\"}", key(bad))
                            .status())
                    .isEqualTo(400);
        }
        tenant.send("POST", "/api-keys", "{\"name\":\"a\"}", key("k".repeat(255)))
                .require(201);
    }

    @Test
    void twentyAtOnceMakeOne() throws Exception {
        String tenants = "{\"slug\":\"race-%s\",\"name\":\"Race\"}".formatted(tenant.slug());
        for (Runnable check : List.<Runnable>of(
                () -> assertOne(() -> tenant.send("POST", "/api-keys", "{\"name\":\"a\"}", key("r"))),
                () -> assertOne(() -> tenant.send("POST", "/providers", AdminScene.providerJson("p"), key("q"))),
                () -> assertOne(
                        () -> server.operator().send("POST", "/tenants", tenants, key("s-" + tenant.slug()))))) {
            check.run();
        }
        assertThat(tenant.number("select count(*) from api_keys where name = 'a' and tenant_id = ?"))
                .isOne();
    }

    private static void assertOne(java.util.concurrent.Callable<Answer> request) {
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(20, i -> request)
                .requireAll();
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(19);
        assertThat(answers)
                .extracting(answer -> answer.string("id"))
                .containsOnly(answers.getFirst().string("id"));
    }

    private static Map<String, String> key(String key) {
        return Map.of("idempotency-key", key);
    }
}
