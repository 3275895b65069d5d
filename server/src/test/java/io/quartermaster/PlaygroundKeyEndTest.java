package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What ends the keys that the console makes: who is removed, signs out or gets a new password has none. */
final class PlaygroundKeyEndTest {

    @RegisterExtension
    static final TwoNodeScene scene = new TwoNodeScene();

    @Test
    void aRemovedMembersKeyEndsWithinASecond() {
        TestPerson ada = scene.person("member");
        Answer made = ada.playgroundKey().require(201);
        assertThat(scene.call(scene.otherNode(), made)).isEqualTo(200);

        scene.tenant().delete("/members/" + ada.id()).require(204);

        assertThat(scene.call(scene.server(), made)).isEqualTo(401);
        Eventually.value(
                Duration.ofSeconds(1),
                "a refusal at the other node",
                () -> Optional.of(scene.call(scene.otherNode(), made)).filter(status -> status == 401));
        assertThat(listed()).isEmpty();
    }

    @Test
    void signingOutEndsItInEveryTenantAndAnotherBrowserGetsANewText() {
        TestPerson ada = scene.person("member");
        TestPerson bea = scene.person("member");
        AdminClient beside = ada.signedInAgain();
        Answer first = ada.playgroundKey().require(201);
        Answer second = scene.tenant().playgroundKey(beside).require(201);
        Answer ofBea = bea.playgroundKey().require(201);
        TestTenant elsewhere = ada.joins(TestTenant.on(scene.server()));
        Answer there = elsewhere.playgroundKey(ada.session()).require(201);
        assertThat(scene.call(scene.server(), there))
                .as("known, and there is no model")
                .isEqualTo(404);
        scene.tenant()
                .patch("/api-keys/" + first.string("key_id"), "{\"allowed_models\":[\"gpt-4o\"]}")
                .require(200);
        assertThat(scene.call(scene.server(), first)).isEqualTo(200);
        assertThat(scene.call(scene.otherNode(), second)).isEqualTo(200);

        ada.session().post("/sign-out", "").require(204);

        assertThat(scene.call(scene.server(), first)).isEqualTo(401);
        assertThat(scene.call(scene.server(), second)).isEqualTo(401);
        assertThat(scene.call(scene.server(), there)).isEqualTo(401);
        Eventually.value(
                Duration.ofSeconds(1),
                "a refusal at the other node",
                () -> Optional.of(scene.call(scene.otherNode(), second)).filter(status -> status == 401));
        Answer renewed = scene.tenant().playgroundKey(beside).require(201);
        assertThat(scene.call(scene.server(), renewed)).isEqualTo(200);
        assertThat(scene.call(scene.server(), first)).isEqualTo(401);
        assertThat(renewed.string("key_id")).isEqualTo(first.string("key_id"));
        assertThat(scene.tenant()
                        .get("/api-keys/" + first.string("key_id"))
                        .require(200)
                        .body()
                        .path("allowed_models")
                        .toString())
                .isEqualTo("[\"gpt-4o\"]");
        assertThat(scene.call(scene.server(), ofBea)).isEqualTo(200);
    }

    @Test
    void aNewPasswordEndsItToo() {
        TestPerson ada = scene.person("member");
        Answer made = ada.playgroundKey().require(201);
        assertThat(scene.call(scene.server(), made)).isEqualTo(200);

        ada.changePassword("another horse battery");

        assertThat(scene.call(scene.server(), made)).isEqualTo(401);
        assertThat(scene.call(scene.server(), ada.playgroundKey().require(201))).isEqualTo(200);
    }

    @Test
    void aPasswordThatAnOperatorSetsEndsItToo() {
        TestPerson ada = scene.person("member");
        Answer made = ada.playgroundKey().require(201);
        scene.server()
                .operator()
                .patch("/users/" + ada.id(), "{\"display_name\":\"Ada\"}")
                .require(200);
        assertThat(scene.call(scene.server(), made)).isEqualTo(200);
        ada.session()
                .patch("/users/" + ada.id(), "{\"password\":\"another horse battery\"}")
                .require(403);
        assertThat(scene.call(scene.server(), made))
                .as("who may not set it ends nothing")
                .isEqualTo(200);

        scene.server()
                .operator()
                .patch("/users/" + ada.id(), "{\"password\":\"another horse battery\"}")
                .require(200);

        assertThat(scene.call(scene.server(), made)).isEqualTo(401);
    }

    @Test
    void aPasswordStaysWhenTheKeysCannotBeEnded() throws SQLException {
        TestPerson ada = scene.person("member");
        ada.playgroundKey().require(201);
        try (OwnerSql sql = new OwnerSql(scene.server().database())) {
            sql.execute("alter table api_keys add constraint stuck check (tenant_id <> '%s') not valid"
                    .formatted(scene.tenant().id()));
            try {
                ada.tryToChangePassword("another horse battery").require(500);
            } finally {
                sql.execute("alter table api_keys drop constraint stuck");
            }
        }

        ada.signedInAgain().get("/me").require(200); // with the password from before
    }

    @Test
    void aTextThatIsMadeWhileSigningOutEndsToo() throws SQLException {
        TestPerson ada = scene.person("member");

        Answer made = madeDuring(
                "select user_id::text from console_sessions where user_id = ? for update",
                ada,
                () -> ada.session().post("/sign-out", "").require(204));

        assertThat(scene.call(scene.server(), made)).isEqualTo(401);
    }

    @Test
    void aTextThatIsMadeWhileThePasswordChangesEndsToo() throws SQLException {
        TestPerson ada = scene.person("member");

        Answer made = madeDuring(
                "select id::text from users where id = ? for update",
                ada,
                () -> ada.tryToChangePassword("another horse battery").require(204));

        assertThat(scene.call(scene.server(), made)).isEqualTo(401);
    }

    @Test
    void aTextThatIsAskedForBeforeSigningOutAndMadeAfterwardsIsNone() throws SQLException {
        TestPerson ada = scene.person("member");
        UUID tenant = scene.tenant().id();
        try (OwnerSql holder = new OwnerSql(scene.server().database());
                OwnerSql watcher = new OwnerSql(scene.server().database())) {
            holder.begin();
            holder.texts("select tenant_id::text from tenant_config_versions where tenant_id = ? for update", tenant);
            CompletableFuture<Answer> asked =
                    CompletableFuture.supplyAsync(ada::playgroundKey, Thread::startVirtualThread);
            Eventually.value(
                    Duration.ofSeconds(10),
                    "the request waits",
                    () -> Optional.of(watcher.waitingForLocks()).filter(waiting -> waiting > 0));
            ada.session().post("/sign-out", "").require(204);
            holder.commit();

            assertThat(asked.join().require(401).problem()).isEqualTo("not_signed_in");
        }
        assertThat(listed())
                .singleElement()
                .satisfies(
                        key -> assertThat(Instant.parse(key.path("expires_at").asString()))
                                .isBeforeOrEqualTo(Instant.now()));
    }

    /** The text that another tab asks for while the request waits for the row. */
    private Answer madeDuring(String lock, TestPerson person, Supplier<Answer> request) throws SQLException {
        try (OwnerSql holder = new OwnerSql(scene.server().database());
                OwnerSql watcher = new OwnerSql(scene.server().database())) {
            holder.begin();
            holder.texts(lock, UUID.fromString(person.id()));
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
            Eventually.value(
                    Duration.ofSeconds(10),
                    "the request waits",
                    () -> Optional.of(watcher.waitingForLocks()).filter(waiting -> waiting > 0));
            Answer made = person.playgroundKey().require(201);
            assertThat(scene.call(scene.server(), made)).isEqualTo(200);
            holder.commit();
            answer.join();
            return made;
        }
    }

    private List<JsonNode> listed() {
        return scene.tenant().all("/api-keys").stream()
                .filter(key -> key.path("purpose").asString().equals("playground"))
                .toList();
    }
}
