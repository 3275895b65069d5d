package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Making, suspending and archiving tenants. */
final class TenantLifecycleTest {

    private static TestServer server;
    private AdminClient operator;
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
        operator = server.operator();
        tenant = TestTenant.on(server);
    }

    @Test
    void aTenantIsMadeListedReadBySlugAndIdAndRenamed() {
        Answer made = operator.post("/tenants", "{\"slug\":\"new-one\",\"name\":\" New one \"}")
                .require(201);
        assertThat(made.string("name")).isEqualTo("New one");
        assertThat(made.string("status")).isEqualTo("active");
        assertThat(made.header("etag")).isEqualTo("\"1\"");
        assertThat(operator.get("/tenants/new-one").require(200).body()).isEqualTo(made.body());
        assertThat(operator.get("/tenants/" + made.string("id")).require(200).body())
                .isEqualTo(made.body());
        assertThat(slugs()).contains("new-one", tenant.slug()).isSorted();

        Answer renamed =
                operator.patch("/tenants/new-one", "{\"slug\":\"renamed\"}").require(200);
        assertThat(renamed.string("name")).isEqualTo("New one");
        assertThat(operator.get("/tenants/renamed").require(200).body()).isEqualTo(renamed.body());
        operator.get("/tenants/new-one").require(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-a", "a-", "a_b", "a b", "01890000-0000-7000-8000-000000000000"})
    void whatIsNoSlugIsRefused(String slug) {
        Answer refused = operator.post("/tenants", "{\"slug\":\"" + slug + "\",\"name\":\"x\"}")
                .require(400);
        assertThat(refused.errorField()).isEqualTo("slug");
    }

    @Test
    void ofTwentyTenantsOfOneSlugExactlyOneIsMade() {
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(20, i -> () -> operator.post("/tenants", "{\"slug\":\"contested\",\"name\":\"x\"}"))
                .requireAll();
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(19)
                .allMatch(answer -> answer.errorField().equals("slug"));
    }

    @Test
    void listsOfTenantsArePagedWithoutGapOrRepetition() {
        for (int i = 0; i < 3; i++) {
            TestTenant.on(server);
        }
        assertThat(slugs()).doesNotHaveDuplicates().hasSizeGreaterThan(3).isSorted();
    }

    @Test
    void case52d_aSuspendedTenantIsReadButNeitherChangedNorServed() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            String provider = tenant.provider("main", upstream.baseUrl());
            String model = tenant.model("alpha");
            ChatCaller chats = tenant.chats();
            assertThat(chats.call("alpha").status()).isEqualTo(200);
            tenant.changeTenant("{\"status\":\"suspended\"}").require(200);

            for (String read : List.of(
                    "",
                    "/providers",
                    "/providers/" + provider,
                    "/models",
                    "/default-models",
                    "/default-models/llm",
                    "/api-keys",
                    "/audit-events")) {
                tenant.get(read).require(200);
            }
            for (Answer write : List.of(
                    tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\"}"),
                    tenant.patch("/providers/" + provider, "{\"priority\":1}"),
                    tenant.delete("/providers/" + provider),
                    tenant.newModel("openai", "x", ""),
                    tenant.patch("/models/" + model, "{\"enabled\":false}"),
                    tenant.delete("/models/" + model),
                    tenant.pin("llm", model),
                    tenant.delete("/default-models/llm"),
                    tenant.post("/api-keys", "{\"name\":\"x\"}"),
                    operator.post(tenant.path("/api-keys"), "{\"name\":\"x\"}"))) {
                assertThat(write.require(403).problem()).isEqualTo("tenant_suspended");
            }
            ChatCaller.Chat refused = chats.call("alpha");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("tenant_suspended");
            assertThat(upstream.requests()).isEqualTo(1);

            tenant.changeTenant("{\"status\":\"active\"}").require(200);
            tenant.patch("/providers/" + provider, "{\"priority\":1}").require(200);
            assertThat(chats.call("alpha").status()).isEqualTo(200);
        }
    }

    @Test
    void case52d_anArchivedTenantIsGoneForAllButOperatorsAndItsKeysAreDead() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            tenant.provider("main", upstream.baseUrl());
            tenant.model("alpha");
            ChatCaller chats = tenant.chats();
            assertThat(chats.call("alpha").status()).isEqualTo(200);
            Answer archived = operator.delete(tenant.path("")).require(200);
            assertThat(archived.string("status")).isEqualTo("archived");

            for (String path : List.of("", "/providers", "/models", "/default-models", "/api-keys", "/audit-events")) {
                tenant.get(path).require(404);
            }
            tenant.post("/api-keys", "{\"name\":\"x\"}").require(404);
            assertThat(slugs()).doesNotContain(tenant.slug());
            assertThat(operator.get(tenant.path("")).require(200).string("status"))
                    .isEqualTo("archived");
            assertThat(operator.get(tenant.path("/audit-events"))
                            .require(200)
                            .body()
                            .path("data"))
                    .isNotEmpty();
            assertThat(chats.call("alpha").status()).isIn(401, 404);
            assertThat(upstream.requests()).isEqualTo(1);
        }
    }

    @Test
    void onlyOperatorsMakeAndListTenantsAndOnlyOwnersArchiveTheirs() {
        AdminClient admin = tenant.as("admin");
        admin.get("/tenants").require(403);
        admin.post("/tenants", "{\"slug\":\"mine\",\"name\":\"x\"}").require(403);
        admin.patch(tenant.path(""), "{\"name\":\"x\"}").require(403);
        admin.delete(tenant.path("")).require(403);
        tenant.patch("", "{\"status\":\"suspended\"}").require(403);
        tenant.as("viewer").get(tenant.path("")).require(200);
        tenant.delete("").require(200);
    }

    @Test
    void aForeignTenantIsTheSame404AsAMissingOne() {
        TestTenant other = TestTenant.on(server);
        for (String path : List.of("", "/providers", "/models", "/default-models", "/api-keys", "/audit-events")) {
            Answer foreign = operatorless(other.path(path));
            Answer missing = operatorless("/tenants/nobody" + path);
            assertThat(foreign.require(404).text().replace(foreign.string("instance"), ""))
                    .isEqualTo(missing.require(404).text().replace(missing.string("instance"), ""));
        }
    }

    @Test
    void case10_aStaleEtagOfATenantIsRefusedWithTheCurrentOne() {
        String stale = operator.get(tenant.path("")).header("etag");
        Answer current = tenant.changeTenant("{\"name\":\"newer\"}").require(200);
        for (Answer refused : List.of(
                operator.send("PATCH", tenant.path(""), "{\"name\":\"x\"}", Map.of("if-match", stale)),
                operator.send("DELETE", tenant.path(""), "", Map.of("if-match", stale)))) {
            assertThat(refused.require(412).body().path("current")).isEqualTo(current.body());
        }
        operator.send("PATCH", tenant.path(""), "{\"name\":\"x\"}", Map.of("if-match", current.header("etag")))
                .require(200);
    }

    private Answer operatorless(String path) {
        return tenant.as("owner").get(path);
    }

    private List<String> slugs() {
        List<String> slugs = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = operator.get("/tenants?limit=2" + cursor).require(200);
            for (JsonNode shown : page.body().path("data")) {
                slugs.add(shown.path("slug").asString());
            }
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
        } while (!cursor.isEmpty());
        return slugs;
    }
}
