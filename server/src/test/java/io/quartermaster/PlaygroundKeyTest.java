package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Keys that the console makes for people who try models. */
final class PlaygroundKeyTest {

    @RegisterExtension
    static final TwoNodeScene scene = new TwoNodeScene();

    @Test
    void aMemberCallsModelsWithTheirPlaygroundKey() {
        TestPerson ada = scene.person("member");

        Answer made = ada.playgroundKey().require(201);

        assertThat(scene.call(scene.server(), made)).isEqualTo(200);
        assertThat(scene.call(scene.otherNode(), made)).isEqualTo(200);
        Instant end = Instant.parse(made.string("expires_at"));
        assertThat(end).isCloseTo(Instant.now().plus(Duration.ofHours(12)), within());
        JsonNode key = listed().getFirst();
        assertThat(key.path("id").asString()).isEqualTo(made.string("key_id"));
        assertThat(key.path("name").asString()).isEqualTo("Playground of P");
        assertThat(key.path("role").asString()).isEqualTo("member");
        assertThat(key.path("user_id").asString()).isEqualTo(ada.id());
        JsonNode event = scene.tenant().events().getLast();
        assertThat(event.path("action").asString()).isEqualTo("api_key.create");
        assertThat(event.path("actor").asString()).isEqualTo("user:" + ada.id());
        assertThat(event.path("after").path("purpose").asString()).isEqualTo("playground");
        assertThat(event.toString()).doesNotContain(made.string("key"));
    }

    private static org.assertj.core.data.TemporalUnitOffset within() {
        return org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES);
    }

    @Test
    void twoBrowsersWorkAtOnceAndAThirdEndsTheFirst() {
        TestPerson ada = scene.person("admin");
        Answer first = ada.playgroundKey().require(201);
        Answer second = ada.playgroundKey().require(201);

        assertThat(second.string("key_id")).isEqualTo(first.string("key_id"));
        assertThat(scene.call(scene.server(), first)).isEqualTo(200);
        assertThat(scene.call(scene.server(), second)).isEqualTo(200);
        assertThat(scene.tenant().events().getLast().path("action").asString())
                .isEqualTo("api_key.create"); // only the first

        Answer third = ada.playgroundKey().require(201);
        assertThat(scene.call(scene.server(), first)).isEqualTo(401);
        assertThat(scene.call(scene.server(), third)).isEqualTo(200);
        assertThat(listed()).hasSize(1);
    }

    @Test
    void aTextThatHadEndedDoesNotLiveAgainAndNoneLivesLongerThanItWould() throws SQLException {
        TestPerson ada = scene.person("member");
        Answer ended = ada.playgroundKey().require(201);
        endAt(Instant.now().minus(1, ChronoUnit.MINUTES));

        ada.playgroundKey().require(201);
        assertThat(scene.call(scene.server(), ended)).isEqualTo(401);
        assertThat(listed().getFirst().path("previous_expires_at").isNull()).isTrue();

        Instant end = Instant.now().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        endAt(end);
        ada.playgroundKey().require(201);
        assertThat(Instant.parse(listed().getFirst().path("previous_expires_at").asString()))
                .isEqualTo(end);
    }

    /** Past the API, which lets nobody change a playground key's end: as if so much time had gone by. */
    private void endAt(Instant end) throws SQLException {
        scene.tenant().update("update api_keys set expires_at = '" + end + "' where tenant_id = ? and playground");
    }

    @Test
    void twoAtTheSameTimeGetAKeyThatWorksEachAndThereIsOne() {
        TestPerson ada = scene.person("editor");
        AdminClient session = ada.session();
        List<CompletableFuture<Answer>> both = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> scene.tenant().playgroundKey(session), Thread::startVirtualThread))
                .limit(2)
                .toList();

        assertThat(both)
                .allSatisfy(made -> assertThat(
                                scene.call(scene.server(), made.join().require(201)))
                        .isEqualTo(200));
        assertThat(listed()).hasSize(1);
    }

    @Test
    void whoMayNotCallGetsNone() {
        TestTenant foreign = TestTenant.on(scene.server());
        TestPerson viewer = scene.person("viewer");
        TestPerson ada = scene.person("owner");
        TestPerson stranger = TestPerson.in(scene.server(), foreign, "owner");

        assertThat(viewer.playgroundKey().require(403).text()).contains("gateway:call", "viewer");
        assertThat(scene.tenant().playgroundKey(ada.byKey()).require(403).text())
                .contains("people who signed in");
        assertThat(scene.tenant()
                        .playgroundKey(scene.tenant().as("admin"))
                        .require(403)
                        .text())
                .contains("people who signed in");
        assertThat(scene.tenant()
                        .playgroundKey(scene.server().operator())
                        .require(403)
                        .text())
                .contains("Operators do not call models");
        scene.tenant().playgroundKey(stranger.session()).require(404);
        assertThat(listed()).isEmpty();
        assertThat(permissions(viewer)).doesNotContain("gateway:call");
        assertThat(permissions(ada)).contains("gateway:call");
    }

    @Test
    void anOperatorWhoIsAMemberCallsAsThatMember() {
        TestPerson ada = scene.person("owner");
        scene.server()
                .operator()
                .patch("/users/" + ada.id(), "{\"operator\":true}")
                .require(200);

        assertThat(permissions(ada)).contains("gateway:call", "tenants:change");
        Answer made = ada.playgroundKey().require(201);

        assertThat(scene.call(scene.server(), made)).isEqualTo(200);
        assertThat(TestTenant.on(scene.server())
                        .playgroundKey(ada.session())
                        .require(403)
                        .text())
                .contains("would have to be members");
    }

    @Test
    void whatAnAdminChangedOfItStays() {
        TestPerson ada = scene.person("member");
        Answer made = ada.playgroundKey().require(201);
        scene.tenant()
                .patch("/api-keys/" + made.string("key_id"), "{\"allowed_models\":[\"other\"]}")
                .require(200);

        Answer again = ada.playgroundKey().require(201);

        assertThat(scene.call(scene.server(), again)).isEqualTo(404);
    }

    private List<JsonNode> listed() {
        return scene.tenant().all("/api-keys").stream()
                .filter(key -> key.path("purpose").asString().equals("playground"))
                .toList();
    }

    private List<String> permissions(TestPerson person) {
        return person.session()
                .get("/me")
                .require(200)
                .body()
                .path("tenants")
                .valueStream()
                .filter(own -> own.path("slug").asString().equals(scene.tenant().slug()))
                .flatMap(own -> own.path("permissions").valueStream())
                .map(JsonNode::asString)
                .toList();
    }
}
