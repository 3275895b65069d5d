package io.quartermaster.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.ReservedPort;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseTest {

    private final DatabaseScene scene = new DatabaseScene();
    private final Database database = scene.database();
    private final ConfigVersions versions = new ConfigVersions(database);

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void whatChangedNothingIsRolledBackAndAnnouncedToNobody() {
        TenantId tenant = scene.tenant();
        List<Long> heard = listen(tenant);

        String outcome = database.inTenant(tenant, tx -> {
            rename(tx, "Unaudited");
            return "not allowed";
        });

        assertThat(outcome).isEqualTo("not allowed");
        assertThat(name(tenant)).isEqualTo("T");
        assertThat(version(tenant)).isEqualTo(1);
        assertThat(heard).isEmpty();
    }

    @Test
    void aChangeMovesTheVersionByOneAndIsAnnouncedAfterItsCommit() {
        TenantId tenant = scene.tenant();
        List<String> heard = new ArrayList<>();
        database.onChange(new TenantsHeard((changed, version) -> {
            if (changed.equals(tenant)) {
                heard.add(version + " " + name(tenant));
            }
        }));

        long written = database.inTenant(tenant, tx -> {
            rename(tx, "Renamed");
            tx.changed();
            return tx.version();
        });

        assertThat(written).isEqualTo(2);
        assertThat(heard).containsExactly("2 Renamed");
        assertThat(version(tenant)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aDeadlockOrSerializationFailureIsTriedAgainFromTheBeginning(String state) {
        TenantId tenant = scene.tenant();
        AtomicInteger attempts = new AtomicInteger();

        long version = database.inTenant(tenant, tx -> {
            rename(tx, "Attempt " + attempts.incrementAndGet());
            tx.changed();
            if (attempts.get() < 3) {
                throw new DataAccessException("refused", new SQLException("refused", state));
            }
            return tx.version();
        });

        assertThat(version).isEqualTo(2);
        assertThat(name(tenant)).isEqualTo("Attempt 3");
    }

    @Test
    void afterAFewAttemptsADeadlockIsADatabaseThatIsUnavailable() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatExceptionOfType(DatabaseUnavailable.class)
                .isThrownBy(() -> database.inTenant(scene.tenant(), tx -> {
                    attempts.incrementAndGet();
                    throw new DataAccessException("refused", new SQLException("refused", "40P01"));
                }));

        assertThat(attempts).hasValue(5);
    }

    @Test
    void aLockThatIsNotHadInTimeIsADatabaseThatIsUnavailable() throws SQLException {
        TenantId tenant = scene.tenant();
        try (Connection other = scene.test().connectAsOwner();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select 1 from tenants where id = '" + tenant.value() + "' for update");

            assertThatExceptionOfType(DatabaseUnavailable.class)
                    .isThrownBy(() -> database.inTenant(tenant, tx -> {
                        tx.sql().execute("set local lock_timeout = '100ms'");
                        return rename(tx, "Waiting");
                    }));
        }
    }

    @Test
    void everyConnectionGivesUpOnLocksAndStatements() {
        String timeouts = database.inDeployment(tx -> tx.sql()
                .fetch("select current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')")
                .getFirst()
                .get(0, String.class));

        assertThat(timeouts).isEqualTo("5s 15s");
    }

    @Test
    void aDatabaseThatIsNotThereIsUnavailable() {
        try (ReservedPort nobody = new ReservedPort();
                HikariDataSource pool =
                        Pool.open("jdbc:postgresql://127.0.0.1:" + nobody.port() + "/none", scene.login(), 1)) {
            pool.setConnectionTimeout(300);
            Database away = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());

            assertThatExceptionOfType(DatabaseUnavailable.class)
                    .isThrownBy(
                            () -> away.inDeployment(tx -> tx.sql().selectOne().fetch()));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsWaitedForOnce() {
        AtomicInteger asked = new AtomicInteger();
        Database gone = new Database(
                new PGSimpleDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        asked.incrementAndGet(); // each time costs what the pool's patience is
                        throw new SQLException("gone", "08001");
                    }
                },
                Clock.systemUTC(),
                new SimpleMeterRegistry());

        assertThatExceptionOfType(DatabaseUnavailable.class).isThrownBy(() -> gone.readTenant(scene.tenant(), tx -> 1));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aConstraintIsNamedAsTheMigrationsNameIt() {
        TenantId one = scene.tenant();
        TenantId two = scene.tenant();

        assertThatExceptionOfType(ConstraintViolation.class)
                .isThrownBy(() -> database.inTenant(
                        two,
                        tx -> tx.sql()
                                .execute(
                                        "update tenants set slug = (select slug from tenants where id = ?) where id = ?",
                                        one.value(),
                                        two.value())))
                .satisfies(violation -> assertThat(violation.constraint()).isEqualTo("tenants_slug"));
        assertThat(new ConstraintViolation("default_models__live_model_102315", new SQLException()).constraint())
                .isEqualTo("default_models__live_model");
        assertThat(new ConstraintViolation("limits_per_60", new SQLException()).constraint())
                .isEqualTo("limits_per_60");
        assertThat(new ConstraintViolation(null, new SQLException()).constraint())
                .isEmpty();
    }

    @Test
    void aTenantThatDoesNotExistHasNoTransaction() {
        assertThatExceptionOfType(NoSuchTenant.class)
                .isThrownBy(() -> database.inTenant(new TenantId(scene.ids().next()), tx -> true));
    }

    @Test
    void aReadTransactionWritesNothing() {
        TenantId tenant = scene.tenant();

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> database.readTenant(
                        tenant,
                        tx -> tx.sql().execute("update tenants set name = 'Written' where id = ?", tenant.value())))
                .withMessageContaining("read-only");
    }

    private List<Long> listen(TenantId tenant) {
        List<Long> heard = new ArrayList<>();
        database.onChange(new TenantsHeard((changed, version) -> {
            if (changed.equals(tenant)) {
                heard.add(version);
            }
        }));
        return heard;
    }

    private static int rename(TenantTx tx, String name) {
        return tx.sql()
                .execute(
                        "update tenants set name = ? where id = ?",
                        name,
                        tx.tenant().value());
    }

    private String name(TenantId tenant) {
        return database.readTenant(
                tenant,
                tx -> tx.sql()
                        .fetch("select name from tenants where id = ?", tenant.value())
                        .getFirst()
                        .get(0, String.class));
    }

    private long version(TenantId tenant) {
        return database.readTenant(tenant, versions::require);
    }
}
