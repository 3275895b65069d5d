package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, listing, changing and deleting model configs. */
final class ModelConfigTest {

    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";
    private static TestServer server;
    private TestTenant tenant;
    private String provider;

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
        provider = tenant.provider("main");
    }

    @Test
    void case31_aMissingForeignOrDisabledProviderOrOneOfAnotherFamilyCannotBeBound() throws Exception {
        String foreign = TestTenant.on(server).provider("theirs");
        String disabled = tenant.provider("off");
        tenant.patch("/providers/" + disabled, "{\"enabled\":false}").require(200);
        String model = tenant.model("alpha");
        long before = tenant.version();
        Map<String, String> refused = Map.of(NOBODY, "not_found", foreign, "not_found", disabled, "disabled");
        refused.forEach((id, cause) -> {
            for (Answer answer : List.of(
                    tenant.newModel("openai-compatible", "x", boundTo(id)),
                    tenant.patch("/models/" + model, "{\"provider_id\":\"" + id + "\"}"))) {
                assertThat(answer.require(422).problem()).isEqualTo("provider-not-configured");
                assertThat(answer.errorField()).isEqualTo("provider_id");
                assertThat(answer.errorCode()).isEqualTo(cause);
            }
        });
        assertThat(tenant.newModel("openai", "x", boundTo(provider))
                        .require(422)
                        .errorCode())
                .isEqualTo("other_family");
        assertThat(tenant.version()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "context_limit, 0",
        "context_limit, -1",
        "context_limit, 1.5",
        "compression_threshold, -1",
        "compression_threshold, 101",
        "model, '\" \"'",
        "model, null",
        "alias, '\"default\"'",
        "alias, '\"01890000-0000-7000-8000-000000000000\"'",
        "alias, '\"openai/gpt-4o\"'",
        "provider_id, '\"no-id\"'",
        "enabled, '\"yes\"'",
        "colour, '\"red\"'"
    })
    void case32_valuesOutOfBoundsAreRefusedWithTheFieldNamedOnCreateAndOnChange(String field, String value) {
        String given = "\"%s\":%s".formatted(field, value);
        String id = tenant.model("alpha");
        assertThat(tenant.patch("/models/" + id, "{" + given + "}").require(400).errorField())
                .isEqualTo(field);
        String body = field.equals("model") ? given : "\"model\":\"x\"," + given;
        Answer refused = tenant.post("/models", "{\"family\":\"openai\",\"model_type\":\"llm\"," + body + "}");
        assertThat(refused.require(400).errorField()).isEqualTo(field);
    }

    @Test
    void case32_theBoundsThemselvesAreAcceptedAndTheThresholdIsSeventyByItself() {
        Answer plain = tenant.newModel("openai-compatible", " alpha ", "").require(201);
        assertThat(plain.string("model")).isEqualTo("alpha");
        assertThat(plain.body().path("compression_threshold").asInt()).isEqualTo(70);
        assertThat(plain.body().path("context_limit").isNull()).isTrue();
        for (int threshold : new int[] {0, 100}) {
            Answer set = tenant.newModel(
                            "openai-compatible", "x", ",\"context_limit\":1,\"compression_threshold\":" + threshold)
                    .require(201);
            assertThat(set.body().path("compression_threshold").asInt()).isEqualTo(threshold);
        }
        tenant.newModel("openai", "x", ",\"model_type\":\"telepathy\"").require(400);
    }

    @Test
    void case33_ofTwentyModelsWithOneAliasExactlyOneIsMadeAndATombstoneFreesIt() throws Exception {
        long before = tenant.version();
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(20, i -> () -> tenant.newModel("openai-compatible", "model-" + i, ",\"alias\":\"fast\""))
                .requireAll();
        List<Answer> made =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(made).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(19)
                .allSatisfy(answer -> {
                    assertThat(answer.problem()).isEqualTo("already_exists");
                    assertThat(answer.errorField()).isEqualTo("alias");
                });
        assertThat(tenant.version()).isEqualTo(before + 1);
        String holder = made.getFirst().string("id");
        String other = tenant.model("other");
        tenant.patch("/models/" + other, "{\"alias\":\"fast\"}").require(409);
        tenant.patch("/models/" + holder, "{\"enabled\":false}").require(200);
        tenant.patch("/models/" + other, "{\"alias\":\"fast\"}").require(409); // a disabled model keeps its alias
        tenant.delete("/models/" + holder).require(200);
        assertThat(tenant.patch("/models/" + other, "{\"alias\":\" fast \"}")
                        .require(200)
                        .string("alias"))
                .isEqualTo("fast");
        TestTenant.on(server).newModel("openai", "x", ",\"alias\":\"fast\"").require(201);
    }

    @Test
    void case34_aModelDeletedMeanwhileIsA404AndADisabledOneStaysButIsHiddenFromMembers() {
        String gone = tenant.model("gone");
        String off = tenant.model("off");
        tenant.delete("/models/" + gone).require(200);
        tenant.patch("/models/" + gone, "{\"display_name\":\"x\"}").require(404);
        tenant.delete("/models/" + gone).require(404);
        tenant.get("/models/" + gone).require(404);
        tenant.get("/models/no-id").require(400);
        tenant.patch("/models/" + off, "{\"enabled\":false}").require(200);
        assertThat(tenant.get("/models/" + off).require(200).string("unusable_reason"))
                .isEqualTo("model_disabled");
        AdminClient member = tenant.as("member");
        member.get(tenant.path("/models/" + off)).require(404);
        assertThat(member.get(tenant.path("/models")).body().path("data")).isEmpty();
        member.patch(tenant.path("/models/" + off), "{\"enabled\":true}").require(403);
        String foreign = TestTenant.on(server).model("theirs");
        tenant.get("/models/" + foreign).require(404);
        tenant.delete("/models/" + foreign).require(404);
    }

    @Test
    void case34_changesAndDeletionsOfOneModelAtOnceEndWithoutAFault() {
        String id = tenant.model("alpha");
        List<Answer> answers = Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(
                        16,
                        i -> () -> i % 4 == 0
                                ? tenant.delete("/models/" + id)
                                : tenant.patch("/models/" + id, "{\"display_name\":\"name " + i + "\"}"))
                .requireAll();
        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 404);
        tenant.get("/models/" + id).require(404);
    }

    @Test
    void case35_aDeletedModelIsGoneFromEveryListAndTheGatewayButStaysAsATombstone() throws Exception {
        String id = tenant.model("openai-compatible", "alpha", ",\"alias\":\"fast\"" + boundTo(provider));
        ChatCaller chats = tenant.chats();
        Answer told = tenant.delete("/models/" + id + "?dry_run=true").require(200);
        assertThat(told.body().path("deleted").asBoolean()).isFalse();
        tenant.get("/models/" + id).require(200);
        Answer deleted = tenant.delete("/models/" + id).require(200);
        assertThat(deleted.body().path("model_configs").path(0).path("id").asString())
                .isEqualTo(id);
        assertThat(tenant.all("/models")).isEmpty();
        for (String name : List.of("alpha", "fast", "openai-compatible/alpha", id)) {
            assertThat(chats.call(name).code()).as(name).isEqualTo("model_not_found");
        }
        tenant.delete("/providers/" + provider).require(200);
        assertThat(tenant.texts("select model || ' ' || provider_id || ' ' || (deleted_by is not null)"
                        + " from model_configs where tenant_id = ?"))
                .containsExactly("alpha " + provider + " true");
    }

    @Test
    void case36_listsAreInOrderAndStableWhileModelsAreAdded() {
        for (String name : List.of("delta", "bravo", "echo", "alpha", "charlie")) {
            tenant.model(name);
        }
        String bravoTwo = tenant.model("bravo");
        tenant.model("openai", "zulu", ""); // unusable: no provider of its family
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        int added = 0;
        do {
            Answer page = tenant.get("/models?limit=2" + cursor).require(200);
            page.body().path("data").forEach(model -> {
                names.add(model.path("model").asString());
                ids.add(model.path("id").asString());
            });
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
            tenant.model("aaa-" + added++); // before what was read already: must neither show nor shift anything
        } while (!cursor.isEmpty());
        assertThat(names).containsExactly("zulu", "alpha", "bravo", "bravo", "charlie", "delta", "echo");
        assertThat(ids.get(2)).isEqualTo(bravoTwo); // the newest change first
        assertThat(tenant.as("member")
                        .get(tenant.path("/models?limit=100"))
                        .body()
                        .path("data"))
                .hasSize(6 + added)
                .allMatch(model -> model.path("usable").asBoolean());
        assertThat(tenant.get("/models?family=openai").body().path("data")).hasSize(1);
        assertThat(tenant.get("/models?model_type=text-embedding").body().path("data"))
                .isEmpty();
        assertThat(tenant.get("/models?model_type=chat&limit=100").body().path("data"))
                .hasSize(7 + added);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=x", "cursor=WyJhIl0", "limit=0", "limit=201", "limit=x", "family=telepathy"})
    void case36_whatIsNoPageOfThisListIsRefused(String query) {
        tenant.get("/models?" + query).require(400);
    }

    private static String boundTo(String id) {
        return ",\"provider_id\":\"" + id + "\"";
    }
}
