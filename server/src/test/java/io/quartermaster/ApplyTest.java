package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.declared.CannotApply;
import io.quartermaster.declared.Declaration;
import io.quartermaster.declared.Export;
import io.quartermaster.declared.Plan;
import io.quartermaster.declared.Planner;
import io.quartermaster.platform.Sensitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A deployment or a tenant goes out as YAML and comes back, at this server or another. */
final class ApplyTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "MAIN_KEY", "sk-canary-main-1234", "SHARED_KEY", "sk-canary-shared-5678", "OTHER_KEY", "sk-canary-9");

    private static TestServer server;

    private final List<String> output = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTenantIsMadeAsTheFileSaysAndASecondTimeNothingChanges() throws Exception {
        String file = sample("round");
        assertThat(apply(file, false, true)).isEqualTo(1);
        assertThat(server.operator().get("/tenants/round").status()).isEqualTo(404); // a dry run writes nothing

        assertThat(apply(file, false, false)).isZero();
        assertThat(output).last().isEqualTo("Done.");
        JsonNode models = get("/tenants/round/models").path("data");
        assertThat(models).hasSize(3);
        JsonNode smart = model(models, "smart");
        assertThat(smart.path("provider_name").asString()).isEqualTo("main");
        assertThat(smart.path("prices").path("input").asString()).isEqualTo("2.50");
        assertThat(smart.path("fallbacks"))
                .extracting(JsonNode::asString)
                .containsExactly(model(models, "small").path("id").asString());
        assertThat(get("/tenants/round/default-models/llm").path("model_id"))
                .isEqualTo(model(models, "small").path("id"));
        assertThat(get("/tenants/round/default-models/llm").path("source").asString())
                .isEqualTo("pinned");
        assertThat(get("/tenants/round/default-models/rerank").path("source").asString())
                .isEqualTo("pinned");
        assertThat(get("/tenants/round/default-models/text-embedding")
                        .path("source")
                        .asString())
                .isEqualTo("elected");
        assertThat(get("/tenants/round/members")
                        .path("data")
                        .path(0)
                        .path("role")
                        .asString())
                .isEqualTo("editor");
        assertThat(get("/tenants/round/settings")
                        .path("settings")
                        .path("api_key_max_days")
                        .path("source")
                        .asString())
                .isEqualTo("tenant");

        List<String> events = events("round");
        assertThat(apply(file, false, true)).isZero();
        assertThat(apply(file, false, false)).isZero();
        assertThat(output).last().isEqualTo("Nothing to do.");
        assertThat(events("round")).isEqualTo(events);
        assertThat(String.join("\n", output)).doesNotContain("canary");
    }

    @Test
    void anExportMakesTheSameAtAnotherServerAndNamesVariablesInPlaceOfSecrets() throws Exception {
        try (TestServer source = TestServer.start();
                TestServer target = TestServer.start()) {
            String granted = "      - {name: Ours, shared: House, priority: 3}\n    models:";
            apply(
                    source,
                    deployment()
                            + sample("north").replace("quartermaster: 1\n", "").replace("    models:", granted),
                    ENVIRONMENT);
            AdminClient operator = source.operator();
            operator.post(
                            "/tenants/north/models",
                            "{\"family\":\"openai-compatible\",\"model\":\"aaa-first-by-name\",\"model_type\":\"text-embedding\"}")
                    .require(201); // an election from nothing would choose this one
            operator.post("/tenants", "{\"slug\":\"south\",\"name\":\"\\\"South\\\": *x # 007\"}")
                    .require(201);

            String file = export(source);
            assertThat(file)
                    .doesNotContain("canary")
                    .doesNotContain(source.operator().get("/tenants/north").string("id"))
                    .contains("env: NORTH_MAIN_KEY", "env: SHARED_HOUSE_KEY", "shared: House");
            Map<String, String> keys =
                    Map.of("NORTH_MAIN_KEY", "sk-canary-main-1234", "SHARED_HOUSE_KEY", "sk-canary-shared-5678");
            assertThat(planned(source, file, keys)).isZero();
            apply(target, file, keys);
            assertThat(planned(target, file, keys)).isZero();

            assertThat(export(target)).isEqualTo(file);
            assertThat(target.operator().get("/tenants/north/providers").text())
                    .contains("\"Ours\"", "\"credential_source\":\"shared\"");
        }
    }

    @Test
    void aChangedSecretIsChangedAndAnUnchangedOneIsNot() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String file = tenant(tenant, """
                    providers:
                      - {name: main, family: openai, api_key: {env: KEY}}
                """);
        apply(server, file, Map.of("KEY", "sk-canary-a-1111"));
        assertThat(planned(server, file, Map.of("KEY", "sk-canary-a-1111"))).isZero();
        assertThat(planned(server, file, Map.of("KEY", "sk-canary-b-1111"))).isOne(); // with the same last four
        assertThat(output)
                .anyMatch(line -> line.contains("api_key: changed"))
                .noneMatch(line -> line.contains("canary"));
        apply(server, file, Map.of("KEY", "sk-canary-b-1111"));
        assertThat(planned(server, file, Map.of("KEY", "sk-canary-b-1111"))).isZero();
    }

    @Test
    void aKeyGoesAlongWhenItsAddressMoves() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String file = tenant(tenant, """
                    providers:
                      - {name: main, family: openai, base_url: "https://one.example.org/v1", api_key: {env: MAIN_KEY}}
                """);
        apply(server, file, ENVIRONMENT);
        apply(server, file.replace("one.example", "two.example"), ENVIRONMENT);
        assertThat(tenant.get("/providers")
                        .body()
                        .path("data")
                        .path(0)
                        .path("base_url")
                        .asString())
                .isEqualTo("https://two.example.org/v1");
    }

    @Test
    void whatIsNotInTheFileStaysUnlessItIsPruned() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("mine");
        tenant.model("by-hand");
        String file = tenant(tenant, """
                    providers: []
                    models: []
                """);
        assertThat(planned(server, file, Map.of())).isZero();
        assertThat(output).anyMatch(line -> line.contains("model openai-compatible/by-hand (not in the file, left"));
        apply(server, file, Map.of());
        assertThat(tenant.all("/models")).hasSize(1);

        assertThat(apply(tenant(tenant, "    models: []\n"), true, false)).isZero();
        assertThat(tenant.all("/models")).isEmpty();
        assertThat(tenant.all("/providers")).hasSize(1); // the file has no list of providers
        assertThat(apply(file, true, true)).isOne();
        assertThat(apply(file, true, false)).isZero();
        assertThat(tenant.all("/providers")).isEmpty();
    }

    @Test
    void fieldsThatTheFileLeavesOutStayAndNullClears() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("mine");
        tenant.model("openai-compatible", "m", ",\"alias\":\"a\",\"display_name\":\"Shown\",\"context_limit\":10");
        apply(server, tenant(tenant, """
                    models:
                      - {family: openai-compatible, model: m, model_type: llm, alias: a, context_limit: null}
                """), Map.of());
        JsonNode model = tenant.all("/models").getFirst();
        assertThat(model.path("display_name").asString()).isEqualTo("Shown");
        assertThat(model.path("context_limit").isNull()).isTrue();
    }

    @Test
    void chainsOfFallbacksCanTurnRound() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        tenant.provider("mine");
        String chain = tenant(tenant, """
                    models:
                      - {family: ollama, model: a, model_type: llm, fallbacks: [b]}
                      - {family: ollama, model: b, model_type: llm, fallbacks: [c]}
                      - {family: ollama, model: c, model_type: llm}
                """);
        apply(server, chain, Map.of());
        String turned = tenant(tenant, """
                    models:
                      - {family: ollama, model: a, model_type: llm, fallbacks: []}
                      - {family: ollama, model: b, model_type: llm, fallbacks: [a]}
                      - {family: ollama, model: c, model_type: llm, fallbacks: [b]}
                """);
        apply(server, turned, Map.of());
        assertThat(planned(server, turned, Map.of())).isZero();
        apply(server, chain.replace("llm}", "llm, fallbacks: []}"), Map.of());
        assertThat(planned(server, chain, Map.of())).isZero();

        String throughAnother = tenant(tenant, """
                    models:
                      - {family: ollama, model: c, model_type: llm, fallbacks: [a]}
                      - {family: ollama, model: b, model_type: llm, fallbacks: []}
                """); // a, which leads to b, is not in the file
        apply(server, throughAnother, Map.of());
        assertThat(planned(server, throughAnother, Map.of())).isZero();
    }

    @Test
    void anAdminAppliesAndExportsTheOwnTenantAndNothingElse() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        AdminConnection admin = connection(server, tenant.key("admin"));
        String file = tenant(tenant, """
                    providers:
                      - {name: local, family: ollama}
                """);
        assertThat(ApplyCommand.apply(admin, Declaration.parse(file), Map.of(), false, false, output::add))
                .isZero();
        StringBuilder exported = new StringBuilder();
        new Export(admin, exported::append, output::add).tenant(tenant.slug());
        assertThat(exported.toString()).contains("name: local");
        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> new Export(admin, exported::append, output::add).deployment());
        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> ApplyCommand.apply(
                        admin, Declaration.parse(deployment()), ENVIRONMENT, false, false, output::add))
                .withMessageContaining("only the operator's key");
        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> ApplyCommand.apply(
                        admin,
                        Declaration.parse("quartermaster: 1\ntenants: [{slug: foreign, name: F}]"),
                        Map.of(),
                        false,
                        false,
                        output::add))
                .withMessageContaining("tenants[0]: there is no tenant foreign that this key may change");
    }

    @Test
    void whatStopsHalfWayIsTakenUpAgain() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String broken = tenant(tenant, """
                    providers:
                      - {name: first, family: ollama}
                      - {name: second, family: openai}
                """);
        assertThatExceptionOfType(CannotApply.class)
                .isThrownBy(() -> apply(server, broken, Map.of()))
                .withMessageContaining("providers[1]: tenant " + tenant.slug() + ": provider second")
                .withMessageContaining("api_key")
                .withMessageContaining("1 of 2 steps");
        apply(server, broken.replace("family: openai", "family: ollama"), Map.of());
        assertThat(tenant.all("/providers")).hasSize(2);
    }

    @Test
    void somebodyElsesChangeSinceThePlanIsNotOverwritten() throws Exception {
        TestTenant tenant = TestTenant.on(server);
        String provider = tenant.provider("mine");
        String file = tenant(tenant, """
                    providers:
                      - {name: mine, family: openai-compatible, priority: 7}
                """);
        AdminConnection connection = connection(server, TestServer.OPERATOR_KEY);
        Plan plan = Planner.plan(connection, Declaration.parse(file), Map.of(), false);
        tenant.patch("/providers/" + provider, "{\"priority\":3}").require(200);
        assertThatExceptionOfType(CannotApply.class).isThrownBy(plan::run).withMessageContaining("changed meanwhile");
        assertThat(tenant.get("/providers/" + provider).body().path("priority").asInt())
                .isEqualTo(3);
    }

    private int apply(String file, boolean prune, boolean dryRun) {
        return ApplyCommand.apply(
                connection(server, TestServer.OPERATOR_KEY),
                Declaration.parse(file),
                ENVIRONMENT,
                prune,
                dryRun,
                output::add);
    }

    private void apply(TestServer at, String file, Map<String, String> environment) {
        assertThat(ApplyCommand.apply(
                        connection(at, TestServer.OPERATOR_KEY),
                        Declaration.parse(file),
                        environment,
                        false,
                        false,
                        output::add))
                .isZero();
    }

    private int planned(TestServer at, String file, Map<String, String> environment) {
        return ApplyCommand.apply(
                connection(at, TestServer.OPERATOR_KEY),
                Declaration.parse(file),
                environment,
                false,
                true,
                output::add);
    }

    private String export(TestServer at) {
        StringBuilder file = new StringBuilder();
        new Export(connection(at, TestServer.OPERATOR_KEY), file::append, output::add).deployment();
        return file.toString();
    }

    private static AdminConnection connection(TestServer at, String key) {
        return new AdminConnection(at.address(), new Sensitive(key));
    }

    private JsonNode get(String path) {
        return server.operator().get(path).require(200).body();
    }

    private static JsonNode model(JsonNode models, String alias) {
        return models.valueStream()
                .filter(model -> model.path("alias").asString("").equals(alias))
                .findFirst()
                .orElseThrow();
    }

    private List<String> events(String tenant) {
        return get("/tenants/" + tenant + "/audit-events?limit=200")
                .path("data")
                .valueStream()
                .map(event -> event.path("action").asString() + event.path("config_version"))
                .toList();
    }

    private static String tenant(TestTenant tenant, String lists) {
        return "quartermaster: 1\ntenants:\n  - slug: " + tenant.slug() + "\n    name: Tenant " + tenant.slug() + "\n"
                + lists;
    }

    private static String deployment() {
        return """
                quartermaster: 1
                deployment:
                  settings: {api_key_max_days: 400}
                  shared_providers:
                    - {name: House, family: openai, api_key: {env: SHARED_KEY}}
                  catalogue:
                    - {family: openai, name: own-model, model_type: llm, context_window: 9, prices: {input: "1", output: "2"}}
                """;
    }

    private static String sample(String slug) {
        return """
                quartermaster: 1
                tenants:
                  - slug: %s
                    name: Tenant
                    settings: {api_key_max_days: 30}
                    members:
                      - {email: ann@example.org, display_name: Ann, role: editor}
                    providers:
                      - name: main
                        family: openai
                        api_key: {env: MAIN_KEY}
                        priority: 5
                      - name: local
                        family: openai-compatible
                        base_url: http://127.0.0.1:9/v1
                    models:
                      - family: openai
                        model: gpt-4o
                        model_type: llm
                        alias: smart
                        provider: main
                        options: {temperature: 0.5}
                        prices: {input: "2.50", output: "10"}
                        fallbacks: [small]
                      - {family: openai-compatible, model: small-llm, model_type: llm, alias: small, provider: local}
                      - {family: openai-compatible, model: embed, model_type: text-embedding}
                    default_models:
                      llm: small
                      rerank: null
                      text-embedding: {elected: openai-compatible/embed}
                """.formatted(slug);
    }
}
