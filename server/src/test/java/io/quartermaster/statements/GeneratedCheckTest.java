package io.quartermaster.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.quartermaster.schema.code.GeneratedCheck;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import io.quartermaster.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated tables against databases that are as the migrations made them, but for one thing. */
final class GeneratedCheckTest {

    @Test
    void nothingIsFoundInWhatTheTablesWereGeneratedFrom() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            try (Connection server = database.connectAsServer()) {
                assertThat(GeneratedCheck.of(server)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        alter table model_configs drop column alias cascade                       | generated_column_missing      | column model_configs.alias                   | text              |
        alter table model_configs rename column alias to nickname                 | generated_column_renamed      | column model_configs.alias                   | alias             | nickname
        alter table provider_configs rename column family to kind                 | generated_column_renamed      | column provider_configs.family               | family            | kind
        alter table node_lives add column place text                              | generated_column_unknown      | column node_lives.place                      |                   | text
        alter table model_configs alter context_limit type bigint                 | generated_type_changed        | column model_configs.context_limit           | int4              | int8
        alter table audit_events alter before type json                           | generated_type_changed        | column audit_events.before                   | jsonb             | json
        alter table node_lives alter seen_at type timestamp                       | generated_type_changed        | column node_lives.seen_at                    | timestamptz       | timestamp
        alter table model_configs alter display_name type varchar(20)             | generated_type_changed        | column model_configs.display_name            | text              | varchar
        alter table model_configs alter compression_threshold drop not null       | generated_nullability_changed | column model_configs.compression_threshold   | not null          | may be null
        alter table model_configs alter display_name set not null                 | generated_nullability_changed | column model_configs.display_name            | may be null       | not null
        alter table model_configs alter options drop default                      | generated_default_changed     | column model_configs.options                 | '{}'::jsonb       | no default
        alter table node_lives alter node_id set default gen_random_uuid()        | generated_default_changed     | column node_lives.node_id                    | no default        | gen_random_uuid()
        alter table node_lives drop constraint node_lives_pkey                    | generated_primary_key_missing | constraint node_lives_pkey of table node_lives | (id)            |
        alter table operator_keys drop constraint operator_keys_key_hash          | generated_unique_key_missing  | constraint operator_keys_key_hash of table operator_keys | (key_hash) |
        alter table node_lives add constraint one_life unique (node_id)           | generated_unique_key_unknown  | constraint one_life of table node_lives      |                   | (node_id)
        alter table node_lives rename to lives                                    | generated_table_renamed       | table node_lives                             | node_lives        | lives
        drop table node_lives                                                     | generated_table_missing       | table node_lives                             | node_lives        |
        create table stray (id uuid)                                              | generated_table_unknown       | table stray                                  |                   | stray
        """)
    void oneChangeIsOneFinding(
            String change, String kind, String object, @Nullable String expected, @Nullable String found)
            throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner()) {
            run(owner, change);

            List<Finding> findings = GeneratedCheck.of(owner);

            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(kind);
                assertThat(finding.object()).isEqualTo(object);
                assertThat(finding.expected()).isEqualTo(expected == null ? "" : expected);
                assertThat(finding.found()).isEqualTo(found == null ? "" : found);
            });
        }
    }

    @Test
    void aColumnWithAnotherOneInItsPlaceIsNotMistakenForOneThatMoved() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connectAsOwner()) {
            run(
                    owner,
                    "alter table node_lives drop column seen_at, add column place uuid, add column seen_at timestamptz not null");

            assertThat(GeneratedCheck.of(owner))
                    .extracting(Finding::kind, Finding::severity)
                    .containsExactly(tuple("generated_column_unknown", Severity.WARNING));
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
