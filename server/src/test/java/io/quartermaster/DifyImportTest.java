package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.declared.AdminConnection;
import io.quartermaster.dify.DifyImport;
import io.quartermaster.dify.DifySource;
import io.quartermaster.dify.DifyStore;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.database.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tenants of a Dify are taken over from its database, whatever its rows look like. */
final class DifyImportTest {

    private static final String ACME = "11111111-1111-4111-8111-aaaaaaaaaaaa";
    private static final String SLUG = "dify-aaaaaaaaaaaa";

    private static final String TABLES = """
            create schema if not exists dify;
            create table dify.tenants (id uuid primary key, name varchar(255), status varchar(255) default 'normal');
            create table dify.accounts (id uuid primary key, name varchar(255), email varchar(255),
                password varchar(255), status varchar(16) default 'active');
            create table dify.tenant_account_joins (id uuid primary key, tenant_id uuid, account_id uuid, role varchar(16));
            create table dify.providers (id uuid primary key, tenant_id uuid, provider_name varchar(255),
                provider_type varchar(40) default 'custom', is_valid boolean, credential_id uuid);
            create table dify.provider_models (id uuid primary key, tenant_id uuid, provider_name varchar(255),
                model_name varchar(255), model_type varchar(40), credential_id uuid);
            create table dify.provider_credentials (id uuid primary key, tenant_id uuid, provider_name varchar(255),
                credential_name varchar(255), encrypted_config text);
            create table dify.provider_model_credentials (id uuid primary key, tenant_id uuid, provider_name varchar(255),
                model_name varchar(255), model_type varchar(40), credential_name varchar(255), encrypted_config text);
            create table dify.tenant_default_models (id uuid primary key, tenant_id uuid, provider_name varchar(255),
                model_name varchar(255), model_type varchar(40), updated_at timestamp);
            """;

    private static TestServer server;
    private static CommandNode node;

    private final List<String> output = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        List<String> families =
                Stream.of(ProviderFamily.values()).map(ProviderFamily::word).toList();
        Settings settings = SettingsReader.read(server.commandSettings(), Path.of("no-such-file.yaml"), families);
        node = CommandNode.start(settings);
    }

    @AfterAll
    static void stop() {
        node.close();
        server.close();
    }

    @Test
    void case53_ofSeveralDefaultsOfATypeTheNewestIsKeptAndASecondRunChangesNothing() throws Exception {
        try (TestDatabase dify = dify()) {
            sql(dify, tenant(ACME, "Acme"));
            sql(dify, provider(1, ACME, "openai", "custom"));
            sql(dify, defaultModel(1, ACME, "openai", "old", "llm", "2024-01-01"));
            sql(dify, defaultModel(2, ACME, "openai", "gpt-4o", "text-generation", "2025-01-01"));
            sql(dify, defaultModel(3, ACME, "openai", "emb-a", "embeddings", "2025-01-01"));
            sql(dify, defaultModel(5, ACME, "openai", "emb-c", "text-embedding", "2025-01-01"));
            sql(dify, defaultModel(4, ACME, "openai", "emb-b", "text-embedding", "2025-01-01"));

            assertThat(run(dify, true).differing()).isOne();
            assertThat(server.operator().get("/tenants/" + SLUG).status()).isEqualTo(404); // a dry run writes nothing

            assertThat(run(dify, false).notes()).isEqualTo(3);
            assertThat(output)
                    .anyMatch(line -> line.startsWith(
                            "! tenant_default_models: 2 keys have several rows, 3 of which are not kept"))
                    .anyMatch(line -> line.contains(id(1) + ": dropped: " + id(2) + " is the newer default for llm"))
                    .anyMatch(line -> line.contains(id(3) + ": dropped: " + id(5)))
                    .anyMatch(line -> line.contains(id(4) + ": dropped: " + id(5)));
            assertThat(defaultModel("llm")).isEqualTo("gpt-4o");
            assertThat(defaultModel("text-embedding")).isEqualTo("emb-c");
            assertThat(list("/models")).hasSize(2);

            long version = version();
            DifyImport.Outcome again = run(dify, false);
            assertThat(again.differing()).isZero();
            assertThat(again.notes()).isEqualTo(3);
            assertThat(version()).isEqualTo(version);
        }
    }

    @Test
    void case54_theShortAndTheLongNameOfAProviderAreOne() throws Exception {
        String tenant = "22222222-2222-4222-8222-bbbbbbbbbbbb";
        try (TestDatabase dify = dify()) {
            sql(dify, tenant(tenant, "Bolt"));
            sql(dify, provider(11, tenant, "openai", "custom"));
            sql(dify, provider(12, tenant, "langgenius/openai/openai", "custom"));
            sql(dify, credential(13, tenant, "langgenius/openai/openai", "first"));
            sql(dify, model(14, tenant, "openai", "gpt-4o", "llm"));
            sql(dify, model(15, tenant, "langgenius/openai/openai", "gpt-4o", "text-generation"));
            sql(dify, model(16, tenant, "langgenius/gemini/google", "gemini-2.5-pro", "llm"));
            sql(dify, model(17, tenant, "langgenius/xinference/xinference", "bge", "reranking"));
            run(dify, false);
        }
        List<JsonNode> providers = list("dify-bbbbbbbbbbbb", "/providers");
        assertThat(providers)
                .extracting(row ->
                        row.path("name").asString() + " " + row.path("family").asString())
                .containsExactlyInAnyOrder("openai openai", "gemini google", "xinference openai-compatible");
        assertThat(providers)
                .filteredOn(row -> row.path("family").asString().equals("openai"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.path("unusable_reason").asString()).isEqualTo("missing_api_key");
                    assertThat(row.path("has_stored_key").asBoolean()).isFalse();
                });
        assertThat(providers)
                .filteredOn(row -> row.path("name").asString().equals("xinference"))
                .singleElement()
                .satisfies(row -> assertThat(row.path("unusable_reason").asString())
                        .isEqualTo("base_url_required")); // where it is was sealed with its key
        assertThat(list("dify-bbbbbbbbbbbb", "/models"))
                .noneMatch(row -> row.path("usable").asBoolean())
                .extracting(row -> row.path("family").asString() + "/"
                        + row.path("model").asString() + " "
                        + row.path("model_type").asString() + " at "
                        + providers.stream()
                                .filter(provider -> provider.path("id").equals(row.path("provider_id")))
                                .map(provider -> provider.path("name").asString())
                                .findFirst()
                                .orElse("no provider"))
                .containsExactlyInAnyOrder(
                        "openai/gpt-4o llm at openai",
                        "google/gemini-2.5-pro llm at gemini",
                        "openai-compatible/bge rerank at xinference");
    }

    @Test
    void case55_rowsThatCannotBeResolvedAreListedWithTheReasonAndStopNothingElse() throws Exception {
        String tenant = "33333333-3333-4333-8333-cccccccccccc";
        try (TestDatabase dify = dify()) {
            sql(dify, tenant(tenant, "Core"));
            sql(dify, tenant("33333333-3333-4333-8333-dddddddddddd", "Gone"));
            sql(dify, "update dify.tenants set status = 'archive' where name = 'Gone'");
            sql(dify, provider(21, tenant, "tongyi", "custom"));
            sql(dify, provider(22, tenant, "openai", "system"));
            sql(dify, provider(23, tenant, "anthropic", "custom"));
            sql(dify, model(24, tenant, "anthropic", "claude", "telepathy"));
            sql(dify, model(25, tenant, "anthropic", " ", "llm"));
            sql(dify, model(26, tenant, "anthropic", "claude-sonnet-4-5", "llm"));
            sql(dify, defaultModel(27, tenant, "openai", "gpt-4o", "llm", "2025-01-01"));
            sql(dify, defaultModel(28, tenant, "tongyi", "qwen", "rerank", "2025-01-01"));
            sql(dify, defaultModel(29, tenant, "anthropic", "claude-sonnet-4-5", "mind-reading", "2025-01-01"));
            for (String[] person : new String[][] {
                {"31", "Ann@Example.org", "owner"},
                {"32", "bob@example.org", "normal"},
                {"33", "cat@example.org", "emperor"},
                {"34", "not an address", "admin"},
                {"35", "ann@example.org", "admin"},
                {"36", "dan@example.org", "dataset_operator"}
            }) {
                sql(
                        dify,
                        "insert into dify.accounts (id, name, email, password) values ('" + id(person[0]) + "', 'N', '"
                                + person[1] + "', 'hash-canary')");
                sql(
                        dify,
                        "insert into dify.tenant_account_joins values ('" + id(person[0]) + "', '" + tenant + "', '"
                                + id(person[0]) + "', '" + person[2] + "')");
            }
            sql(
                    dify,
                    "insert into dify.tenant_account_joins values ('" + id(37) + "', '" + tenant + "', '" + id(99)
                            + "', 'admin')");

            DifyImport.Outcome outcome = run(dify, false);
            assertThat(outcome.tenants()).isEqualTo(2);
            assertThat(outcome.failed()).isZero();
        }
        for (int row : new int[] {21, 22, 24, 25, 27, 28, 29, 33, 34, 35, 37}) {
            assertThat(output).anyMatch(line -> line.startsWith("! dify-cccccccccccc") && line.contains(id(row)));
        }
        assertThat(output)
                .anyMatch(line -> line.contains("dify-dddddddddddd") && line.contains("'archive'"))
                .anyMatch(line -> line.contains("the provider 'tongyi' has no family here"))
                .anyMatch(line -> line.contains("the model type 'telepathy' is not known here"))
                .noneMatch(line -> line.contains("canary"));
        assertThat(list("dify-cccccccccccc", "/providers")).hasSize(1);
        assertThat(list("dify-cccccccccccc", "/models")).hasSize(1);
        assertThat(list("dify-cccccccccccc", "/members"))
                .extracting(row ->
                        row.path("email").asString() + " " + row.path("role").asString())
                .containsExactlyInAnyOrder("ann@example.org owner", "bob@example.org member", "dan@example.org member");
    }

    @Test
    void whatSomebodyChangedSinceStaysAndAnotherCredentialIsAProviderOfItsOwn() throws Exception {
        String tenant = "44444444-4444-4444-8444-eeeeeeeeeeee";
        String slug = "dify-eeeeeeeeeeee";
        try (TestDatabase dify = dify()) {
            sql(dify, tenant(tenant, "Edit"));
            sql(dify, provider(41, tenant, "openai", "custom"));
            sql(dify, credential(42, tenant, "openai", "prod"));
            sql(dify, credential(43, tenant, "openai", "test"));
            sql(dify, "update dify.providers set credential_id = '" + id(42) + "'");
            run(dify, false);
            assertThat(list(slug, "/providers"))
                    .extracting(row -> row.path("name").asString())
                    .containsExactlyInAnyOrder("openai", "openai: test");
            String provider = list(slug, "/providers").getFirst().path("id").asString();
            server.operator()
                    .patch("/tenants/" + slug + "/providers/" + provider, "{\"api_key\":\"sk-given\",\"priority\":1}")
                    .require(200);
            server.operator().patch("/tenants/" + slug, "{\"name\":\"Ours\"}").require(200);
            assertThat(run(dify, false).differing()).isZero();
            assertThat(server.operator().get("/tenants/" + slug).string("name")).isEqualTo("Ours");
            assertThat(list(slug, "/audit-events"))
                    .anyMatch(event -> event.path("action").asString().equals("provider.import")
                            && event.path("actor_kind").asString().equals("operator"));
        }
    }

    @Test
    void aDifyWithoutNamedCredentialsAndMoreTenantsThanAPageAreRead() throws Exception {
        try (TestDatabase dify = dify()) {
            sql(dify, "drop table dify.provider_credentials, dify.provider_model_credentials");
            sql(dify, "alter table dify.providers drop column credential_id");
            sql(
                    dify,
                    "insert into dify.tenants select gen_random_uuid(), 'T' || n, 'archive'"
                            + " from generate_series(1, 1203) n");
            assertThat(run(dify, true).tenants()).isEqualTo(1203);
        }
    }

    @Test
    void noPasswordOfTheAddressIsEverShown() {
        DifySource source = DifySource.parse(
                        "jdbc:postgresql://ann:sk-canary@db:5432/dify?password=other-canary&user=bob&ssl=true")
                .orElseThrow();
        assertThat(source.url()).isEqualTo("jdbc:postgresql://db:5432/dify?ssl=true");
        assertThat(source.user()).contains("bob");
        assertThat(source.toString()).doesNotContain("canary");
        assertThat(DifySource.parse("postgres://db/dify")).isEmpty();
    }

    private DifyImport.Outcome run(TestDatabase dify, boolean dryRun) {
        output.clear();
        DifySource source = DifySource.parse(dify.jdbcUrl()
                        + (dify.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=dify&user="
                        + dify.owner().name())
                .orElseThrow()
                .withPassword(Optional.of(dify.owner().password()));
        try (DifyStore store = DifyStore.open(source);
                AdminConnection connection = new AdminConnection(node.address(), node.key())) {
            return new DifyImport(store, connection, ImportCommand.Dify.keyless(node), output::add).run(dryRun);
        }
    }

    private static TestDatabase dify() throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute("grant all on schema dify to " + database.owner().name());
            statement.execute("grant all on all tables in schema dify to "
                    + database.owner().name());
        }
        return database;
    }

    private static void sql(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String tenant(String id, String name) {
        return "insert into dify.tenants values ('" + id + "', '" + name + "')";
    }

    private static String provider(int row, String tenant, String name, String type) {
        return "insert into dify.providers values ('" + id(row) + "', '" + tenant + "', '" + name + "', '" + type
                + "', true)";
    }

    private static String credential(int row, String tenant, String provider, String name) {
        return "insert into dify.provider_credentials values ('" + id(row) + "', '" + tenant + "', '" + provider
                + "', '" + name + "', 'sealed-canary')";
    }

    private static String model(int row, String tenant, String provider, String model, String type) {
        return "insert into dify.provider_models values ('" + id(row) + "', '" + tenant + "', '" + provider + "', '"
                + model + "', '" + type + "')";
    }

    private static String defaultModel(
            int row, String tenant, String provider, String model, String type, String updated) {
        return "insert into dify.tenant_default_models values ('" + id(row) + "', '" + tenant + "', '" + provider
                + "', '" + model + "', '" + type + "', '" + updated + "')";
    }

    private static String id(int row) {
        return id(String.valueOf(row));
    }

    private static String id(String row) {
        return "00000000-0000-4000-8000-" + "0".repeat(12 - row.length()) + row;
    }

    private static String defaultModel(String type) {
        return server.operator()
                .get("/tenants/" + SLUG + "/default-models/" + type)
                .body()
                .path("model")
                .path("model")
                .asString();
    }

    private static long version() {
        return list("/audit-events").getFirst().path("config_version").asLong();
    }

    private static List<JsonNode> list(String below) {
        return list(SLUG, below);
    }

    private static List<JsonNode> list(String slug, String below) {
        return List.copyOf(server.operator()
                .get("/tenants/" + slug + below)
                .require(200)
                .body()
                .path("data")
                .values());
    }
}
