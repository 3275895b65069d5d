package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.schema.distribute.Distribution;
import io.quartermaster.schema.distribute.Placements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a stand-in for Citus, which knows what it refuses; the real one was not run here. */
final class DistributionTest {
    private static final String FOREIGN_KEYS =
            "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated"
                    + " from pg_constraint where contype = 'f' order by 1";

    private ScratchDatabase database;

    @BeforeEach
    void copy() throws SQLException {
        database = ScratchDatabase.migrated();
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void withoutTheExtensionItSaysSoAndChangesNothing() throws SQLException {
        List<String> before = list(FOREIGN_KEYS);
        assertThatThrownBy(() -> distribution(step -> {}).run())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("has no extension citus")
                .hasMessageContaining("One PostgreSQL needs nothing of it");
        assertThatThrownBy(() -> distribution(step -> {}).plan()).hasMessageContaining("has no extension citus");
        assertThat(list(FOREIGN_KEYS)).isEqualTo(before);
    }

    @Test
    void everyTableComesToItsPlaceAndEveryForeignKeyIsBackAsItWas() throws Exception {
        StandInCitus.install(database);
        List<String> before = list(FOREIGN_KEYS);
        List<String> plan = distribution(step -> {}).plan();
        assertThat(plan)
                .contains(
                        "Make tenants a reference table",
                        "Make api_key_lookup distributed by key_hash",
                        "Make usage_events distributed by tenant_id, with its tenant",
                        "Set citus.propagate_set_commands = 'local' for the role quartermaster_server")
                .anyMatch(step -> step.startsWith("Take off " + before.size() + " foreign keys"))
                .contains("Put back and check " + before.size() + " foreign keys");
        assertThat(list("select citus_table_type from citus_tables"))
                .as("a plan changes nothing")
                .isEmpty();

        assertThat(distribution(step -> {}).run()).isTrue();

        assertDistributed(before);
        assertThat(distribution(step -> {}).plan()).isEmpty();
        assertThat(distribution(step -> fail(step)).run()).as("a second time").isFalse();
        assertThat(
                        list(
                                "select rolname || ' ' || unnest(setconfig) from pg_db_role_setting join pg_roles r on r.oid = setrole"
                                        + " where setdatabase = (select oid from pg_database where datname = current_database())"))
                .contains(
                        "quartermaster_owner citus.propagate_set_commands=local",
                        "quartermaster_server citus.propagate_set_commands=local");
    }

    @Test
    void aRunThatIsKilledAnywhereIsGoneOnWithAndLosesNoForeignKey() throws Exception {
        StandInCitus.install(database);
        List<String> before = list(FOREIGN_KEYS);
        AtomicInteger deaths = new AtomicInteger();
        boolean finished = false;
        for (int steps = 1; !finished; steps++) { // each run does one step more than the one before it
            AtomicInteger left = new AtomicInteger(steps);
            try {
                distribution(step -> {
                            if (left.decrementAndGet() < 0) {
                                deaths.incrementAndGet();
                                throw new Killed();
                            }
                        })
                        .run();
                finished = true;
            } catch (Killed killed) {
                assertThat(unfinished()).as("a server asks").isTrue();
                List<String> standing = list(FOREIGN_KEYS);
                List<String> noted = list("select (c.relname || ' ' || f.constraint_name) from"
                        + " quartermaster_distribution.foreign_keys f join pg_class c on c.relname = f.table_name");
                assertThat(before)
                        .as("every key stands or is noted")
                        .allMatch(key ->
                                standing.contains(key) || noted.stream().anyMatch(note -> key.startsWith(note + " ")));
            }
        }
        assertThat(deaths.get()).isGreaterThan(30);
        assertThat(unfinished()).isFalse();
        assertDistributed(before);
    }

    @Test
    void aConnectionThatDiesWhileKeysAreTakenOffLosesNone() throws Exception {
        StandInCitus.install(database);
        List<String> before = list(FOREIGN_KEYS);
        try (Connection holder = database.asOwner();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table user_tenants in access share mode"); // the last one whose keys go
            assertThatThrownBy(() -> distribution(step -> {}).run())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("lock timeout");
            holder.rollback();
        }
        assertThat(list(FOREIGN_KEYS)).isEqualTo(before);
        assertThat(distribution(step -> {}).run()).isTrue();
        assertDistributed(before);
    }

    @Test
    void serversAreToBeStoppedFirst() throws Exception {
        StandInCitus.install(database);
        try (Connection server = database.asServer();
                Statement statement = server.createStatement()) {
            statement.execute("set application_name = 'quartermaster'");
            assertThatThrownBy(() -> distribution(step -> {}).run())
                    .hasMessageContaining("1 connection")
                    .hasMessageContaining("stop all of them first");
        }
    }

    @Test
    void whatDoesNotFitIsToldAllAtOnceBeforeAnythingIsDone() throws Exception {
        StandInCitus.install(database);
        database.runAsOwner("create unique index models_loose on model_configs (alias, id);"
                + " select create_reference_table('api_key_lookup')");
        List<String> before = list(FOREIGN_KEYS);
        assertThatThrownBy(() -> distribution(step -> {}).run())
                .hasMessageContaining("models_loose is unique without tenant_id")
                .hasMessageContaining("api_key_lookup lies elsewhere and should be distributed by key_hash")
                .hasMessageContaining("undistribute_table('public.api_key_lookup')");
        assertThat(list(FOREIGN_KEYS)).isEqualTo(before);
    }

    @Test
    void theListOfTablesNamesNoTableThatIsNotThere() throws SQLException {
        List<String> tables = list("select relname from pg_class where relnamespace = 'public'::regnamespace"
                + " and relkind in ('r', 'p')");
        TreeSet<String> named = new TreeSet<>(Placements.deployment());
        named.remove("jobs"); // to come
        assertThat(tables).containsAll(named);
        assertThat(list(
                        "select c.relname from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
                                + " and not relispartition and relname <> 'flyway_schema_history' and not exists (select from pg_attribute"
                                + " where attrelid = c.oid and attname = 'tenant_id')"))
                .isSubsetOf(Placements.deployment());
    }

    private void assertDistributed(List<String> foreignKeys) throws SQLException {
        assertThat(list(FOREIGN_KEYS)).isEqualTo(foreignKeys);
        assertThat(list("select table_name::text from citus_tables where citus_table_type = 'reference' order by 1"))
                .containsExactlyElementsOf(Placements.everywhere());
        assertThat(list("select table_name || ' ' || distribution_column from citus_tables"
                        + " where distribution_column not in ('tenant_id', '<none>') order by 1"))
                .containsExactly(
                        "api_key_lookup key_hash",
                        "console_sessions token_hash",
                        "sign_in_failures email_hash",
                        "user_tenants user_id");
        assertThat(list(
                        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
                                + " and not relispartition and relname <> 'flyway_schema_history'"
                                + " and oid not in (select table_name from citus_tables)"))
                .as("what stays on the coordinator")
                .containsExactly("nodes");
        assertThat(
                        list(
                                "select distinct colocation_id::text from citus_tables where distribution_column = 'tenant_id'"))
                .as("the tenants' rows lie together")
                .hasSize(1);
        assertThat(list("select nspname from pg_namespace where nspname = 'quartermaster_distribution'"))
                .isEmpty();
    }

    private boolean unfinished() throws SQLException {
        try (Connection server = database.asServer()) {
            return UnfinishedDistribution.in(server);
        }
    }

    private Distribution distribution(Consumer<String> progress) {
        return new Distribution(database.owner(), database.owner(ScratchDatabase.SERVER), progress);
    }

    private List<String> list(String query) throws SQLException {
        try (Connection superuser = database.asSuperuser();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static void fail(String step) {
        throw new AssertionError("there was nothing to do, but: " + step);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
