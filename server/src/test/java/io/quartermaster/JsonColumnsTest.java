package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.db.JsonColumnCheck;
import io.quartermaster.schema.drift.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored JSON that the API wrote, and the same after somebody had a hand in it. */
final class JsonColumnsTest {

    private TestServer server;
    private TestTenant tenant;
    private Connection owner;

    @BeforeEach
    void aTenantWithSomethingInEveryColumn() throws Exception {
        server = TestServer.start();
        owner = server.database().connectAsOwner();
        tenant = TestTenant.on(server);
        tenant.provider("main");
        tenant.newModel(
                        "openai-compatible",
                        "alpha",
                        ",\"options\":{\"temperature\":0.5},\"prices\":{\"input\":\"1\",\"output\":\"2\"}")
                .require(201);
        tenant.patch("/settings", "{\"api_key_max_days\":30}").require(200);
        server.operator().createTenant("another");
        server.operator().createTenant("third");
        server.operator()
                .patch("/settings", "{\"usage_retention_days\":null,\"api_key_max_days\":60}")
                .require(200);
    }

    @AfterEach
    void stop() throws Exception {
        owner.close();
        server.close();
    }

    @Test
    void everyJsonbColumnHasAJudge() throws SQLException {
        Set<String> ofCatalogue = new TreeSet<>();
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("""
                        select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                          and c.relname <> 'flyway_schema_history' and not a.attisdropped
                          and a.atttypid in ('json'::regtype, 'jsonb'::regtype)""")) {
            while (row.next()) {
                ofCatalogue.add(row.getString(1));
            }
        }

        List<String> judged = JsonColumns.all().stream()
                .map(column -> column.table() + "." + column.column())
                .distinct()
                .sorted()
                .toList();
        assertThat(judged).containsExactlyElementsOf(ofCatalogue);
    }

    @Test
    void whatTheApiWroteIsFoundInOrder() throws SQLException {
        assertThat(JsonColumnCheck.of(owner, JsonColumns.all())).isEmpty();
        assertThat(owner.getAutoCommit()).isTrue();
        assertThat(owner.isReadOnly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        model_configs    | options      | {"temperature": "private-7"}     | breaks the schema of openai-compatible (type at options.temperature) |
        model_configs    | options      | {"private-7": 1}                 | breaks the schema of openai-compatible (unknown at options) |
        model_configs    | options      | ["private-7"]                    | breaks the schema of openai-compatible (type at options) |
        model_configs    | prices       | {"input": "-1", "output": "1"}   | cannot be read as prices |
        model_configs    | prices       | {"input": "1"}                   | cannot be read as prices |
        model_configs    | prices       | "private-7"                      | cannot be read as prices |
        provider_configs | settings     | {"private-7": true}              | breaks the schema of openai-compatible (unknown at settings) |
        tenant_settings  | value        | "private-7"                      | is neither a whole number nor null |
        tenant_settings  | value        | 1.5                              | is neither a whole number nor null |
        deployment_settings | value     | 99999999999                      | is neither a whole number nor null | where name = 'api_key_max_days'
        deployment_settings | value     | "private-7"                      | is not the code of a currency | where name = 'currency'
        """)
    void oneMistakeIsOneFindingThatNamesItsRowAndNotItsValue(
            String table, String column, String json, String reason, @Nullable String where) throws SQLException {
        assertThat(run("update %s set %s = '%s' %s".formatted(table, column, json, where == null ? "" : where)))
                .isEqualTo(1);

        List<Finding> findings = JsonColumnCheck.of(owner, JsonColumns.all());

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo("jsonb_value_broken");
            assertThat(finding.object()).isEqualTo("column " + table + "." + column);
            assertThat(finding.found()).startsWith("1 row " + reason + "; ");
            assertThat(finding.toString()).doesNotContain("private-7");
        });
        if (!table.equals("deployment_settings")) {
            assertThat(findings.getFirst().found()).contains(tenant.id().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"audit_events, before", "audit_events, after"})
    void ofManyRowsWithOneMistakeAllAreCountedAndThreeNamed(String table, String column) throws SQLException {
        long rows = run("update %s set %s = '7'".formatted(table, column));
        assertThat(rows).isGreaterThan(3);

        assertThat(JsonColumnCheck.of(owner, JsonColumns.all())).singleElement().satisfies(finding -> {
            assertThat(finding.found()).startsWith(rows + " rows is neither an object nor a list");
            assertThat(finding.found().split(", ")).hasSize(4).endsWith("…");
        });
    }

    @Test
    void manyRowsAreReadAFewAtATime() throws SQLException {
        run("""
                insert into prices (family, name, version, source, prices, created_at, created_by)
                select 'openai', 'strange-' || n, 1, 'operator', '{}', now(), 'x' from generate_series(1, 2000) n""");

        assertThat(JsonColumnCheck.of(owner, JsonColumns.all()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).startsWith("2000 rows"));
    }

    @Test
    void aColumnThatIsMissingIsLeftToTheComparisonOfSchemas() throws SQLException {
        List<JsonColumn> columns = List.of(
                JsonColumn.of("no_table", "value", List.of("id"), _ -> Optional.empty()),
                JsonColumn.of("tenants", "no_column", List.of("id"), _ -> Optional.empty()));

        assertThat(JsonColumnCheck.of(owner, columns)).isEmpty();
    }

    private long run(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
