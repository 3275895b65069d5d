package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Case 58: with the server's role, in every tenant table that the catalogue knows: a tenant sees and touches its own rows only. */
final class TenantIsolationTest {
    private static final TenantRows OURS =
            new TenantRows(UUID.fromString("019a0000-0000-7000-8000-00000000000a"), "ours");
    private static final TenantRows THEIRS =
            new TenantRows(UUID.fromString("019a0000-0000-7000-8000-00000000000b"), "theirs");
    private static final TenantRows NOBODYS =
            new TenantRows(UUID.fromString("019a0000-0000-7000-8000-00000000000c"), "nobodys");
    private static final String NONE = "";

    /** Every node reads the versions of all tenants, to learn what changed. */
    private static final String READ_BY_ALL = "tenant_config_versions";

    private static final String ROW_REFUSED = "violates row-level security policy";
    private static final String DUPLICATE = "duplicate key";

    private static ScratchDatabase database;
    private static Connection server;
    private static List<String> tables;

    @BeforeAll
    static void insertRows() throws SQLException {
        database = ScratchDatabase.empty();
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
        new Migrator(database.owner(), ScratchDatabase.SERVER.name(), clock).migrate();
        try (Connection owner = database.asOwner()) {
            OURS.insert(owner);
            THEIRS.insert(owner);
            tables = DataRules.tenantTables(owner);
            for (String table : tables) {
                database.runAsOwner("create schema if not exists seeds; create table seeds." + table
                        + " as select * from " + table + " where tenant_id = '" + OURS.tenant() + "'");
            }
            database.runAsOwner("grant usage on schema seeds to " + ScratchDatabase.SERVER.name()
                    + "; grant select on all tables in schema seeds to " + ScratchDatabase.SERVER.name());
        }
        server = database.asServer();
        server.setAutoCommit(false);
    }

    @AfterAll
    static void drop() throws SQLException {
        server.close();
        database.close();
    }

    @Test
    void everyTenantTableHasARowOfEachTenantToTestWith() throws Exception {
        assertThat(tables).contains("api_keys", "usage_events", READ_BY_ALL);
        try (Connection owner = database.asOwner()) {
            for (String table : tables) {
                assertThat(rows(owner, table, OURS)).as(table).isEqualTo(TenantRows.rowsIn(table));
                assertThat(rows(owner, table, THEIRS)).as(table).isEqualTo(TenantRows.rowsIn(table));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAnotherTenantAreNotSeen() {
        return forEachTable((table, tenant) -> {
            boolean hidden = tenant.equals(NONE) && !table.equals(READ_BY_ALL);
            assertThat(rows(server, table, OURS)).isEqualTo(hidden ? 0 : TenantRows.rowsIn(table));
            assertThat(rows(server, table, THEIRS)).isEqualTo(table.equals(READ_BY_ALL) ? 1 : 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAnotherTenantAreNotInserted() {
        return forEachTable((table, tenant) -> {
            String columns = columns(table);
            String values = columns.replaceFirst("^tenant_id", "?::uuid");
            String copy = "insert into " + table + " (" + columns + ") select " + values + " from seeds." + table;
            assertThat(refusal(copy, NOBODYS)).contains(ROW_REFUSED);
            assertThat(refusal(copy, THEIRS)).contains(ROW_REFUSED);
            // The same statement for the tenant itself gets past the policy, as far as the row that is there already.
            assertThat(refusal(copy, OURS)).contains(tenant.equals(NONE) ? ROW_REFUSED : DUPLICATE);
        });
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAnotherTenantAreNotUpdated() {
        return forEachTable((table, tenant) -> {
            String touch = "update " + table + " set tenant_id = tenant_id where tenant_id = ?";
            if (!may("update", table)) {
                assertThat(refusal(touch, OURS)).contains("permission denied");
                return;
            }
            assertThat(changed(touch, THEIRS)).isZero();
            assertThat(changed(touch, OURS)).isEqualTo(tenant.equals(NONE) ? 0 : TenantRows.rowsIn(table));
            if (!tenant.equals(NONE)) {
                String giveAway = "update " + table + " set tenant_id = ?";
                assertThat(refusal(giveAway, THEIRS)).contains(ROW_REFUSED);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> rowsOfAnotherTenantAreNotDeleted() {
        return forEachTable((table, tenant) -> {
            String delete = "delete from " + table + " where tenant_id = ?";
            if (!may("delete", table)) {
                assertThat(refusal(delete, OURS)).contains("permission denied");
                return;
            }
            assertThat(changed(delete, THEIRS)).isZero();
        });
    }

    @Test
    void aTenantThatIsNoUuidIsAnErrorAndShowsNothing() throws Exception {
        become("'; drop table tenants; --".replace("'", "''"));
        try {
            assertThat(refusal("select from api_keys where tenant_id = ?", OURS))
                    .contains("invalid input syntax for type uuid");
        } finally {
            server.rollback();
        }
    }

    @Test
    void theTenantIsForgottenAtTheEndOfTheTransaction() throws Exception {
        become(OURS.tenant().toString());
        assertThat(rows(server, "api_keys", OURS)).isEqualTo(1);
        server.commit();
        assertThat(rows(server, "api_keys", OURS)).isZero();
        server.rollback();
    }

    private interface Check {
        void run(String table, String tenant) throws SQLException;
    }

    private static Stream<DynamicTest> forEachTable(Check check) {
        return tables.stream()
                .flatMap(table -> Stream.of(
                        DynamicTest.dynamicTest(table + " without a tenant", as(NONE, () -> check.run(table, NONE))),
                        DynamicTest.dynamicTest(
                                table + " as a tenant",
                                as(
                                        OURS.tenant().toString(),
                                        () -> check.run(table, OURS.tenant().toString())))));
    }

    private static Executable as(String tenant, Executable check) {
        return () -> {
            if (!tenant.equals(NONE)) {
                become(tenant);
            }
            try {
                check.execute();
            } finally {
                server.rollback();
            }
        };
    }

    private static void become(String tenant) throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute("set local app.tenant_id = '" + tenant + "'");
        }
    }

    private static String columns(String table) throws SQLException {
        return ask("select string_agg(attname, ', ' order by attnum) from pg_attribute" + " where attrelid = '" + table
                + "'::regclass and attnum > 0 and not attisdropped and attgenerated = ''");
    }

    private static boolean may(String privilege, String table) throws SQLException {
        return ask("select has_table_privilege('" + table + "', '" + privilege + "')")
                .equals("t");
    }

    private static String ask(String question) throws SQLException {
        try (Statement statement = server.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private static long rows(Connection connection, String table, TenantRows of) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select count(*) from " + table + " where tenant_id = ?")) {
            select.setObject(1, of.tenant());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static int changed(String change, TenantRows of) throws SQLException {
        Savepoint before = server.setSavepoint();
        try (PreparedStatement statement = server.prepareStatement(change)) {
            statement.setObject(1, of.tenant());
            return statement.executeUpdate();
        } finally {
            server.rollback(before);
        }
    }

    private static String refusal(String change, TenantRows of) throws SQLException {
        try {
            return changed(change, of) + " rows changed";
        } catch (SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
