package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What playground keys are no way to: a lasting key, a stronger one, a flood of writes, a key of somebody who is gone. */
final class PlaygroundKeyBoundsTest {

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
    void makeTenant() {
        tenant = TestTenant.on(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"role\":\"admin\"}", "{\"expires_at\":null}", "{\"role\":\"member\",\"expires_at\":null}"})
    void itsRoleAndItsEndStay(String patch) {
        String key = tenant.path("/api-keys/")
                + TestPerson.in(server, tenant, "admin")
                        .playgroundKey()
                        .require(201)
                        .string("key_id");
        JsonNode before = server.operator().get(key).require(200).body();

        Answer refused = server.operator().patch(key, patch).require(422);

        assertThat(refused.text()).contains("keeps its role and its end", "allowed_models");
        assertThat(refused.body().path("errors").path(0).path("code").asString())
                .isEqualTo("playground_key");
        assertThat(server.operator().get(key).require(200).body()).isEqualTo(before);
    }

    @Test
    void itsNameAndModelsMayBeChangedAndNobodyElseGivesItAText() {
        TestPerson ada = TestPerson.in(server, tenant, "owner");
        String key = "/api-keys/" + ada.playgroundKey().require(201).string("key_id");

        tenant.patch(key, "{\"name\":\"of Ada\",\"allowed_models\":[\"a\"]}").require(200);
        Answer refused = tenant.post(key + "/rotate", "{}").require(422);

        assertThat(refused.text()).contains("playground key");
        ada.playgroundKey().require(201);
        JsonNode renewed = tenant.get(key).require(200).body();
        assertThat(renewed.path("name").asString()).isEqualTo("of Ada");
        assertThat(renewed.path("role").asString()).isEqualTo("member");
    }

    @Test
    void aNewTextMakesAStrongOneAMembersAgain() throws Exception {
        TestPerson ada = TestPerson.in(server, tenant, "owner");
        String key = "/api-keys/" + ada.playgroundKey().require(201).string("key_id");
        try (OwnerSql sql = new OwnerSql(server.database())) {
            sql.update("update api_keys set role = 'admin' where playground and tenant_id = ?", tenant.id());
        }
        assertThat(tenant.get(key).string("role")).isEqualTo("admin");

        ada.playgroundKey().require(201);

        assertThat(tenant.get(key).string("role")).isEqualTo("member");
    }

    @Test
    void whoAsksAgainAndAgainWaitsAndOthersDoNot() {
        TestPerson ada = TestPerson.in(server, tenant, "member");
        TestPerson ben = TestPerson.in(server, tenant, "member");
        IntStream.range(0, 5).forEach(_ -> ada.playgroundKey().require(201));

        Answer refused = ada.playgroundKey().require(429);

        assertThat(refused.problem()).isEqualTo("too_many_keys");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 60);
        ben.playgroundKey().require(201);
        assertThat(tenant.events())
                .filteredOn(
                        event -> event.path("after").path("purpose").asString().equals("playground"))
                .extracting(event -> event.path("action").asString())
                .containsExactly("api_key.create", "api_key.create"); // each one's first
    }

    @Test
    void whoIsRemovedWhileAskingIsToldSo() throws Exception {
        assertThat(asking("delete from members where user_id = ?").require(404).problem())
                .isEqualTo("not_found");
    }

    @Test
    void whoIsDemotedWhileAskingIsToldSo() throws Exception {
        assertThat(asking("update members set role = 'viewer' where user_id = ?")
                        .require(403)
                        .text())
                .contains("gateway:call", "viewer");
    }

    /** What a member is answered to whom this happens after the role was looked at and before the tenant's turn comes. */
    private Answer asking(String meanwhile) throws Exception {
        TestPerson ada = TestPerson.in(server, tenant, "member");
        try (OwnerSql writer = new OwnerSql(server.database());
                OwnerSql watcher = new OwnerSql(server.database())) {
            writer.begin();
            writer.texts(
                    "select version::text from tenant_config_versions where tenant_id = ? for update", tenant.id());
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(ada::playgroundKey, Thread::startVirtualThread);
            Eventually.value(
                    Duration.ofSeconds(10),
                    "the request waits for its turn",
                    () -> Optional.of(watcher.waitingForLocks()).filter(waiting -> waiting > 0));
            writer.update(meanwhile, UUID.fromString(ada.id()));
            writer.commit();
            return answer.join();
        }
    }
}
