package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists narrowed to the entries that hold a text. */
final class SearchTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tenantsAreFoundBySlugAndNameWhateverTheirCase() {
        AdminClient operator = server.operator();
        newTenant("sought-slug", "One");
        newTenant("other", "The SOUGHT Äpfel");

        assertThat(found(operator, "/tenants", "SouGHT", "slug")).containsExactly("other", "sought-slug");
        assertThat(found(operator, "/tenants", "äPFEL", "slug")).containsExactly("other");
        assertThat(found(operator, "/tenants", "sought%slug", "slug")).isEmpty();
    }

    @Test
    void peopleAreFoundByAddressAndName() {
        TestTenant tenant = TestTenant.on(server);
        server.operator()
                .post("/users", "{\"email\":\"grace@search.example\",\"display_name\":\"Grace Hopper\"}")
                .require(201);
        tenant.post(
                        "/members",
                        "{\"email\":\"ada@search.example\",\"display_name\":\"Ada Lovelace\",\"role\":\"viewer\"}")
                .require(201);

        assertThat(found(server.operator(), "/users", "HOPP", "email")).containsExactly("grace@search.example");
        assertThat(found(server.operator(), "/users", "search.example", "email"))
                .containsExactlyInAnyOrder("grace@search.example", "ada@search.example");
        assertThat(found(tenant, "/members", "love", "email")).containsExactly("ada@search.example");
        assertThat(found(tenant, "/members", "ADA@", "email")).containsExactly("ada@search.example");
        assertThat(found(tenant, "/members", "grace", "email")).isEmpty();
    }

    @Test
    void keysAreFoundByNameAndByTheirLastFour() {
        TestTenant tenant = TestTenant.on(server);
        JsonNode key = tenant.post("/api-keys", "{\"name\":\"Batch_Job\",\"role\":\"member\"}")
                .require(201)
                .body();

        assertThat(found(tenant, "/api-keys", "batch_", "name")).containsExactly("Batch_Job");
        assertThat(found(tenant, "/api-keys", key.path("last_four").asString(), "name"))
                .contains("Batch_Job");
    }

    @Test
    void providersAreFoundByNameFamilyAndTheHostOfTheirUrlAndByNothingElseOfIt() {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("Main");

        for (String text : new String[] {"mAIN", "compatible", "127.0.0.1", "0.1:9"}) {
            assertThat(found(tenant, "/providers", text, "name")).as(text).containsExactly("Main");
        }
        assertThat(found(tenant, "/providers", "http:", "name")).isEmpty();
        assertThat(found(tenant, "/providers", "v1", "name")).isEmpty();
    }

    @Test
    void sharedProvidersAreFoundByTheOperatorAndTheirUrlByNoTenant() {
        TestTenant tenant = TestTenant.on(server);
        String shared = server.operator()
                .post(
                        "/shared-providers",
                        "{\"family\":\"openai-compatible\",\"name\":\"House\",\"base_url\":\"http://127.0.0.1:7/v1\",\"api_key\":\"sk-house\"}")
                .require(201)
                .string("id");
        server.operator()
                .put("/shared-providers/" + shared + "/grants/" + tenant.slug(), "")
                .require(200);

        for (String text : new String[] {"hoUSE", "0.1:7", "openai-comp"}) {
            assertThat(found(server.operator(), "/shared-providers", text, "name"))
                    .as(text)
                    .containsExactly("House");
        }
        assertThat(found(server.operator(), "/shared-providers", "nowhere", "name"))
                .isEmpty();
        assertThat(found(tenant, "/providers", "house", "name")).containsExactly("House");
        assertThat(found(tenant, "/providers", "0.1:7", "name")).isEmpty();
    }

    @Test
    void grantsAreFoundBySlugAndNameOfTheTenant() {
        newTenant("granted-one", "The First");
        newTenant("granted-two", "The Second");
        String shared = server.operator()
                .post(
                        "/shared-providers",
                        "{\"family\":\"anthropic\",\"name\":\"Granted\",\"base_url\":\"http://127.0.0.1:9\",\"api_key\":\"sk-granted\"}")
                .require(201)
                .string("id");
        String grants = "/shared-providers/" + shared + "/grants";
        for (String slug : new String[] {"granted-one", "granted-two"}) {
            server.operator().put(grants + "/" + slug, "").require(200);
        }

        assertThat(found(server.operator(), grants, "Granted-ONE", "tenant_slug"))
                .containsExactly("granted-one");
        assertThat(found(server.operator(), grants, "second", "tenant_slug")).containsExactly("granted-two");
        assertThat(found(server.operator(), grants, "granted", "tenant_slug")).hasSize(2);
        assertThat(found(server.operator(), grants, "third", "tenant_slug")).isEmpty();
    }

    @Test
    void modelsAreFoundByNameAliasDisplayNameAndFamilyAndWithOtherFilters() {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("main");
        tenant.model("openai-compatible", "gpt-4o", ",\"alias\":\"smart\"");
        tenant.model("openai-compatible", "mini", ",\"display_name\":\"The quick\"");

        assertThat(found(tenant, "/models", "GPT", "model")).containsExactly("gpt-4o");
        assertThat(found(tenant, "/models", "Smart", "model")).containsExactly("gpt-4o");
        assertThat(found(tenant, "/models", "quick", "model")).containsExactly("mini");
        assertThat(found(tenant, "/models", "compat", "model")).containsExactly("gpt-4o", "mini");
        assertThat(found(tenant, "/models?model_type=rerank", "gpt", "model")).isEmpty();
    }

    @Test
    void theCatalogueIsFoundByFamilyAndName() {
        List<String> names = found(server.operator(), "/catalogue/models?family=openai", "GPT-4O-mini", "name");

        assertThat(names).contains("gpt-4o-mini").allMatch(name -> name.contains("gpt-4o-mini"));
        assertThat(found(server.operator(), "/catalogue/models", "ANTHROP", "family"))
                .contains("anthropic", "bedrock") // the latter by the names of its models
                .doesNotContain("openai");
    }

    @Test
    void theCatalogueIsFoundByDisplayNameToo() {
        server.operator()
                .put(
                        "/catalogue/models/openai/in-house-7",
                        "{\"model_type\":\"llm\",\"display_name\":\"The Quiet One\"}")
                .require(200);

        assertThat(found(server.operator(), "/catalogue/models", "quiet ONE", "name"))
                .containsExactly("in-house-7");
    }

    @Test
    void budgetsAreFoundByTheNamesOfWhatTheyAreForAndByItsKind() {
        TestTenant tenant = TestTenant.on(server);
        String key = tenant.post("/api-keys", "{\"name\":\"Batch_Job\",\"role\":\"member\"}")
                .require(201)
                .string("id");
        String member = tenant.post(
                        "/members",
                        "{\"email\":\"joan@budgets.example\",\"display_name\":\"Joan Clarke\",\"role\":\"viewer\"}")
                .require(201)
                .string("user_id");
        String otherKey = tenant.post("/api-keys", "{\"name\":\"Nightly\",\"role\":\"member\"}")
                .require(201)
                .string("id");
        String otherMember = tenant.post(
                        "/members",
                        "{\"email\":\"mavis@budgets.example\",\"display_name\":\"Mavis Batey\",\"role\":\"viewer\"}")
                .require(201)
                .string("user_id");
        String quick = tenant.model("openai-compatible", "gpt-4o", ",\"alias\":\"quick\"");
        String plain = tenant.model("openai-compatible", "mini", ",\"display_name\":\"The small\"");
        budget(tenant, "tenant", "");
        budget(tenant, "key", key);
        budget(tenant, "key", otherKey);
        budget(tenant, "member", member);
        budget(tenant, "member", otherMember);
        budget(tenant, "model", quick);
        budget(tenant, "model", plain);

        assertThat(found(tenant, "/budgets", "batch_", "scope_id")).containsExactly(key);
        assertThat(found(tenant, "/budgets", "joan@BUDGETS", "scope_id")).containsExactly(member);
        assertThat(found(tenant, "/budgets", "clarke", "scope_id")).containsExactly(member);
        assertThat(found(tenant, "/budgets", "QUICK", "scope_id")).containsExactly(quick);
        assertThat(found(tenant, "/budgets", "compatible/mini", "scope_id")).containsExactly(plain);
        assertThat(found(tenant, "/budgets", "small", "scope_id")).containsExactly(plain);
        assertThat(found(tenant, "/budgets?scope=model", "i", "scope_id")).containsExactly(quick, plain);
        assertThat(found(tenant, "/budgets?scope=key", "i", "scope_id")).containsExactly(otherKey);
        assertThat(found(tenant, "/budgets?scope=tenant", "i", "scope_id")).isEmpty();
        assertThat(shown(tenant.get("/budgets?scope=member"), "scope_id")).containsExactly(member, otherMember);
        tenant.get("/budgets?scope=house").require(400);
        assertThat(found(tenant, "/budgets", tenant.slug(), "scope")).containsExactly("tenant");
        assertThat(found(tenant, "/budgets", "batch%", "scope")).isEmpty();
    }

    @Test
    void budgetsOfWhatIsCalledAlikeInAnotherTenantAreNotFound() {
        TestTenant mine = TestTenant.on(server);
        TestTenant theirs = TestTenant.on(server);
        budget(
                theirs,
                "key",
                theirs.post("/api-keys", "{\"name\":\"unheard-of\",\"role\":\"viewer\"}")
                        .require(201)
                        .string("id"));
        budget(
                mine,
                "key",
                mine.post("/api-keys", "{\"name\":\"known\",\"role\":\"viewer\"}")
                        .require(201)
                        .string("id"));

        assertThat(found(theirs, "/budgets", "unheard-of", "scope")).containsExactly("key");
        assertThat(found(mine, "/budgets", "unheard-of", "scope")).isEmpty();
    }

    @Test
    void whatIsAWildcardElsewhereIsACharacterHere() {
        TestTenant tenant = TestTenant.on(server);
        for (String name : new String[] {"100% sure", "a_b", "a-b", "back\\\\slash", "plain"}) {
            tenant.post("/api-keys", "{\"name\":\"%s\",\"role\":\"viewer\"}".formatted(name))
                    .require(201);
        }

        assertThat(found(tenant, "/api-keys", "%", "name")).containsExactly("100% sure");
        assertThat(found(tenant, "/api-keys", "a_b", "name")).containsExactly("a_b");
        assertThat(found(tenant, "/api-keys", "\\", "name")).containsExactly("back\\slash");
        assertThat(found(tenant, "/api-keys", "'", "name")).isEmpty();
    }

    @Test
    void aSearchGoesOnFromPageToPage() {
        TestTenant tenant = TestTenant.on(server);
        for (int i = 0; i < 5; i++) {
            tenant.model("wanted-" + i);
            tenant.model("void-" + i);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = tenant.get("/models?q=WANTED&limit=2" + cursor).require(200);
            page.body()
                    .path("data")
                    .forEach(model -> names.add(model.path("model").asString()));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.string("next_cursor");
        } while (!cursor.isEmpty());

        assertThat(names).containsExactly("wanted-0", "wanted-1", "wanted-2", "wanted-3", "wanted-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/members", "/api-keys", "/providers", "/models"})
    void nothingOfAnotherTenantIsEverFound(String list) {
        TestTenant mine = TestTenant.on(server);
        TestTenant theirs = TestTenant.on(server);
        theirs.provider("unheard-of");
        theirs.model("unheard-of");
        theirs.post("/api-keys", "{\"name\":\"unheard-of\",\"role\":\"viewer\"}")
                .require(201);
        theirs.post(
                        "/members",
                        "{\"email\":\"%s@unheard-of.example\",\"display_name\":\"X\",\"role\":\"viewer\"}"
                                .formatted(theirs.slug()))
                .require(201);

        assertThat(theirs.get(list + "?q=unheard-of").require(200).body().path("data"))
                .hasSize(1);
        assertThat(mine.get(list + "?q=unheard-of").require(200).body().path("data"))
                .isEmpty();
    }

    @Test
    void aSearchThatIsEmptyOrTooLongIsRefused() {
        for (String list : new String[] {"/tenants", "/users", "/shared-providers", "/catalogue/models"}) {
            assertThat(server.operator().get(list + "?q=" + "x".repeat(100)).status())
                    .isEqualTo(200);
            Answer refused =
                    server.operator().get(list + "?q=" + "x".repeat(101)).require(400);
            assertThat(refused.errorField()).isEqualTo("query.q");
            assertThat(server.operator().get(list + "?q=").status()).isEqualTo(400);
        }
    }

    /** A budget of a scope, for one thing or, without an id, for the tenant. */
    private static void budget(TestTenant tenant, String scope, String id) {
        tenant.post(
                        "/budgets",
                        "{\"scope\":\"%s\",%s\"window\":\"month\",\"limit_micros\":7,\"mode\":\"soft\"}"
                                .formatted(scope, id.isEmpty() ? "" : "\"scope_id\":\"" + id + "\","))
                .require(201);
    }

    private static void newTenant(String slug, String name) {
        server.operator()
                .post("/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(slug, name))
                .require(201);
    }

    private static List<String> found(AdminClient client, String list, String text, String field) {
        return shown(client.get(searching(list, text)), field);
    }

    private static List<String> found(TestTenant tenant, String list, String text, String field) {
        return shown(tenant.get(searching(list, text)), field);
    }

    private static String searching(String list, String text) {
        return list + (list.contains("?") ? "&q=" : "?q=") + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> shown(Answer answer, String field) {
        List<String> values = new ArrayList<>();
        answer.require(200)
                .body()
                .path("data")
                .forEach(entry -> values.add(entry.path(field).asString()));
        return values;
    }
}
