package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaSnapshotTest {
    private static ScratchDatabase database;
    private static Connection owner;

    @BeforeAll
    static void connect() throws SQLException {
        database = ScratchDatabase.migrated();
        owner = database.asOwner();
    }

    @AfterAll
    static void drop() throws SQLException {
        owner.close();
        database.close();
    }

    @Test
    void theSnapshotMakesTheSchemaAgainInAnEmptyDatabase() throws Exception {
        String snapshot = Files.readString(Path.of(GeneratedSources.SNAPSHOT));
        try (ScratchDatabase fresh = ScratchDatabase.empty();
                Connection inFresh = fresh.asOwner()) {
            fresh.runAsOwner(snapshot.replace(SchemaSnapshot.SERVER_ROLE, ScratchDatabase.SERVER.name()));
            assertThat(of(inFresh)).isEqualTo(snapshot);
        }
    }

    @Test
    void partitionsDoNotShow() throws Exception {
        assertThat(of(owner)).isEqualTo(Files.readString(Path.of(GeneratedSources.SNAPSHOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table tenants add column note text",
                "alter table tenants alter column name drop not null",
                "alter table tenants alter column name set default 'x'",
                "alter table tenants alter column version type integer",
                "alter table tenants drop constraint tenants_status",
                "alter table api_keys drop constraint api_keys_tenant",
                "drop index model_configs_alias",
                "create index more on tenants (name)",
                "alter table api_keys disable row level security",
                "alter table api_keys force row level security",
                "alter policy api_keys_tenant on api_keys using (true)",
                "drop policy api_keys_tenant on api_keys",
                "grant update on audit_events to quartermaster_server",
                "revoke select on tenants from quartermaster_server",
                "create table more (id uuid)",
                "drop table operator_keys"
            })
    void everyKindOfDifferenceShows(String change) throws Exception {
        String before = of(owner);
        afterwards(change, owner -> assertThat(of(owner)).isNotEqualTo(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create view more as select 1",
                "create sequence more",
                "create type more as enum ('a')",
                "create domain more as text",
                "create function more() returns integer language sql as 'select 1'",
                "create rule more as on delete to tenants do instead nothing",
                "create trigger more before update on tenants for each row"
                        + " execute function suppress_redundant_updates_trigger()",
                "alter table tenants add column more integer generated always as identity",
                "alter table tenants add column more text collate \"C\"",
                "grant select (name) on tenants to quartermaster_server",
                "alter table tenants add constraint more check (version > 0) not valid",
                "alter table tenants set (fillfactor = 50)"
            })
    void whatTheSnapshotCannotWriteIsRefusedByName(String change) throws Exception {
        afterwards(
                change,
                owner -> assertThatThrownBy(() -> of(owner))
                        .isInstanceOf(SchemaException.class)
                        .hasMessageContaining("cannot write"));
    }

    private interface Look {
        void at(Connection owner) throws Exception;
    }

    private static void afterwards(String change, Look look) throws Exception {
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute(change);
            look.at(owner);
        } finally {
            owner.rollback();
            owner.setAutoCommit(true);
        }
    }

    private static String of(Connection connection) throws SQLException {
        return SchemaSnapshot.of(connection, ScratchDatabase.SERVER.name());
    }
}
