package io.quartermaster.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.db.IssuedStatements;
import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.StatementCheck;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All statements of this release against databases that are as the migrations made them, but for one thing. */
final class StatementCheckTest {

    private static final List<RecordedStatement> STATEMENTS = IssuedStatements.ofThisRelease();

    @Test
    void everyStatementFitsTheSchemaAndTheRoleThatIssuesIt() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner();
                Connection server = database.connectAsServer()) {
            assertThat(STATEMENTS).hasSizeGreaterThan(200);
            assertThat(StatementCheck.of(owner, STATEMENTS)).isEmpty();
            assertThat(StatementCheck.of(server, STATEMENTS)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        alter table model_configs drop column alias cascade                    | statement_column_missing     | column model_configs.alias                  | model.ModelConfigStore.list
        alter table sign_in_failures rename column failures to times          | statement_column_missing     | column sign_in_failures.failures            | tenant.identity.SignInFailureStore
        drop table node_lives                                                  | statement_table_missing      | table node_lives                            | usage.limit.NodeLifeStore.beat
        alter table model_configs alter context_limit type bigint              | statement_type_mismatch      | column model_configs.context_limit          | model.ModelConfigStore.find
        alter table key_rotations alter started_at type timestamp              | statement_type_mismatch      | column key_rotations.started_at             | secret.KeyRotationStore.begin
        alter table tenant_settings alter value type json                      | statement_type_mismatch      | column tenant_settings.value                | tenant.SettingStore
        alter table node_lives alter node_id type text                         | statement_type_mismatch      | column node_lives.node_id                   | usage.limit.NodeLifeStore.othersLive
        alter table node_lives drop constraint node_lives_pkey                 | statement_unique_key_missing | unique key of table node_lives              | usage.limit.NodeLifeStore.beat
        """)
    void oneChangeIsOneFinding(String change, String kind, String object, String method) throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner()) {
            run(owner, change);

            List<Finding> findings = StatementCheck.of(owner, STATEMENTS);

            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(kind);
                assertThat(finding.object()).isEqualTo(object);
                assertThat(finding.consequence()).contains(method);
            });
        }
    }

    @Test
    void anIntegerThatGrewToABigintIsToldWithBothTypes() throws SQLException {
        Finding finding = after("alter table model_configs alter context_limit type bigint");

        assertThat(finding.expected()).isEqualTo("int4 (Integer)");
        assertThat(finding.found()).isEqualTo("int8");
    }

    @Test
    void aRightThatTheServerHasNotIsFoundByPlanning() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner();
                Connection server = database.connectAsServer()) {
            run(owner, "revoke delete on node_lives from " + database.server().name());

            assertThat(StatementCheck.of(owner, STATEMENTS)).isEmpty();
            assertThat(StatementCheck.of(server, STATEMENTS)).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo("statement_right_missing");
                assertThat(finding.object()).isEqualTo("delete on table node_lives");
                assertThat(finding.consequence()).contains("usage.limit.NodeLifeStore.end");
            });
        }
    }

    @Test
    void noMessageOfTheDatabaseIsShown() throws SQLException {
        Finding finding = after("drop table node_lives");

        assertThat(finding.toString()).doesNotContain("does not exist", "ERROR");
    }

    private static Finding after(String change) throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner()) {
            run(owner, change);
            return StatementCheck.of(owner, STATEMENTS).getFirst();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
