package io.quartermaster.platform.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.TransactionalCallable;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The only door to PostgreSQL. It offers transactions of a tenant or of the deployment and nothing bare, so that row level
 * security always knows the tenant. Failures come out as {@link DatabaseUnavailable} or {@link ConstraintViolation}.
 */
public final class Database {

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE_FOR_A_TURN = Duration.ofSeconds(10);

    /** Writers of the deployment take turns as those of a tenant that does not exist. */
    private static final TenantId DEPLOYMENT = new TenantId(new UUID(0, 0));

    private final DSLContext sql;
    private final TenantPermits permits = new TenantPermits(PATIENCE_FOR_A_TURN);
    private final Optional<StatementRecorder> recorder = StatementRecorder.asTold();
    private final Clock clock;
    private final ConfigVersionStore versions = new ConfigVersionStore();
    private final CopyOnWriteArrayList<VersionListener> listeners = new CopyOnWriteArrayList<>();

    public Database(DataSource pool, Clock clock, MeterRegistry meters) {
        Configuration configuration = new DefaultConfiguration()
                .set(pool)
                .set(SQLDialect.POSTGRES)
                .set(new Settings()
                        .withRenderSchema(false)
                        .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                        .withExecuteLogging(false))
                .set(listeners(meters));
        this.sql = DSL.using(configuration);
        this.clock = clock;
    }

    /** Initialises jOOQ, which takes longer than any query: to be called while a database is still starting. */
    public static void loadClasses() {
        DSL.using(SQLDialect.POSTGRES).selectOne().getSQL();
    }

    /** Adds who hears of each committed change of a tenant on this node. */
    public void onChange(VersionListener listener) {
        listeners.add(listener);
    }

    /**
     * Runs {@code work} in a writing READ COMMITTED transaction, in turn with the tenant's other writers; see {@link TenantTx}
     * for when it commits. It runs again after a deadlock, so it must have no effect outside the transaction.
     */
    public <T> T inTenant(TenantId tenant, Function<TenantTx, T> work) {
        return write(
                tenant, work, tx -> versions.bump(tx, tenant, clockNow()).orElseThrow(() -> new NoSuchTenant(tenant)));
    }

    /** As {@link #inTenant}, for a tenant that {@code work} itself inserts; its first version is 1. */
    public <T> T inNewTenant(TenantId tenant, Function<TenantTx, T> work) {
        return write(tenant, work, tx -> new ConfigVersion(1, clockNow()));
    }

    /** Runs {@code work} in a read-only REPEATABLE READ transaction of the tenant. */
    public <T> T readTenant(TenantId tenant, Function<TenantReadTx, T> work) {
        return translating(() -> transaction(configuration -> {
            DSLContext tx = DSL.using(configuration);
            tx.execute("set transaction isolation level repeatable read, read only; " + tenantIs(tenant));
            return work.apply(new TenantReadTx(tenant, tx));
        }));
    }

    /**
     * Runs {@code work} in a transaction that appends what no setting depends on, such as ledger lines: it takes no turn and
     * moves no version. Its work must be repeatable.
     */
    public <T> T append(TenantId tenant, Function<TenantAppendTx, T> work) {
        return translating(() -> transaction(configuration -> {
            DSLContext tx = DSL.using(configuration);
            tx.execute(tenantIs(tenant));
            return work.apply(new TenantAppendTx(tenant, tx));
        }));
    }

    /**
     * Runs {@code work} in turn with the tenant's writers, of this process and of every other, and moves no version: for
     * rewriting what no setting depends on, such as the key that a secret is sealed with.
     */
    public <T> T inTurn(TenantId tenant, Function<TenantAppendTx, T> work) {
        return append(tenant, tx -> {
            versions.lock(tx.sql(), tenant);
            return work.apply(tx);
        });
    }

    /** Runs {@code work} in a READ COMMITTED transaction over deployment tables; no tenant's rows are visible. */
    public <T> T inDeployment(Function<DeploymentTx, T> work) {
        return translating(() -> transaction(configuration -> work.apply(new DeploymentTx(DSL.using(configuration)))));
    }

    /** Runs {@code work} in a transaction that sees which tenants the person belongs to. */
    public <T> T readUser(UserId user, Function<UserTx, T> work) {
        return translating(() -> transaction(configuration -> {
            DSLContext tx = DSL.using(configuration);
            tx.execute("set transaction isolation level repeatable read, read only; set local app.user_id = '"
                    + user.value() + "'");
            return work.apply(new UserTx(user, tx));
        }));
    }

    /** Runs {@code work} in a read-only REPEATABLE READ transaction over deployment tables. */
    public <T> T readDeployment(Function<DeploymentTx, T> work) {
        return translating(() -> transaction(configuration -> {
            DSLContext tx = DSL.using(configuration);
            tx.execute("set transaction isolation level repeatable read, read only");
            return work.apply(new DeploymentTx(tx));
        }));
    }

    /**
     * Runs {@code work} in a writing READ COMMITTED transaction of the deployment, in turn with its other writers. It commits
     * and runs again as that of {@link #inTenant} does; no tenant's rows are visible.
     */
    public <T> T changeDeployment(Function<DeploymentChangeTx, T> work) {
        Written<T> written = permits.inTurn(
                DEPLOYMENT,
                () -> translating(() -> attempt(work, tx -> {
                    ConfigVersion bumped = versions.bumpDeployment(tx, clockNow());
                    return new DeploymentChangeTx(tx, bumped.version(), bumped.changedAt());
                })));
        if (written.version != null) {
            long version = written.version;
            listeners.forEach(listener -> listener.deploymentChanged(version));
        }
        return written.result;
    }

    private <T> T write(TenantId tenant, Function<TenantTx, T> work, Function<DSLContext, ConfigVersion> begin) {
        Written<T> written = permits.inTurn(
                tenant,
                () -> translating(() -> attempt(work, tx -> {
                    tx.execute(tenantIs(tenant));
                    ConfigVersion bumped = begin.apply(tx);
                    return new TenantTx(tenant, tx, bumped.version(), bumped.changedAt());
                })));
        if (written.version != null) {
            long version = written.version;
            listeners.forEach(listener -> listener.changed(tenant, version));
        }
        return written.result;
    }

    private record Written<T>(T result, @Nullable Long version) {}

    private <S extends ChangeScope, T> Written<T> attempt(Function<S, T> work, Function<DSLContext, S> begin) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction(configuration -> {
                    S scope = begin.apply(DSL.using(configuration));
                    T result = work.apply(scope);
                    if (!scope.hasChanged()) {
                        throw new NothingChanged(result);
                    }
                    return new Written<>(result, scope.version());
                });
            } catch (NothingChanged rolledBack) {
                @SuppressWarnings("unchecked") // thrown just above with a T
                T result = (T) rolledBack.result;
                return new Written<>(result, null);
            } catch (RuntimeException failure) {
                if (attempt == ATTEMPTS || !SqlFailures.isRetryable(failure)) {
                    throw failure;
                }
            }
        }
    }

    /**
     * Takes the connection itself: jOOQ asks for one to begin with, again to roll back and again to clean up, and each time
     * waits as long as the pool does.
     */
    private <T> T transaction(TransactionalCallable<T> work) {
        return sql.connectionResult(connection -> sql.configuration()
                .derive(recorder.map(each -> each.recorded(connection)).orElse(connection))
                .dsl()
                .transactionResult(work));
    }

    private ExecuteListener[] listeners(MeterRegistry meters) {
        return Stream.concat(Stream.of(new QueryMetrics(meters)), recorder.stream())
                .toArray(ExecuteListener[]::new);
    }

    /** Not a bind value: Citus passes {@code SET LOCAL} on to its workers, but no function call. A UUID needs no escaping. */
    private static String tenantIs(TenantId tenant) {
        return "set local app.tenant_id = '" + tenant.value() + "'";
    }

    /** Microseconds, as PostgreSQL keeps them: what is answered at the write is what a later read shows. */
    private Instant clockNow() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw SqlFailures.translate(failure);
        }
    }

    /** Carries the result out of a transaction that is rolled back because it changed nothing. */
    private static final class NothingChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Object result;

        NothingChanged(Object result) {
            super(null, null, false, false);
            this.result = result;
        }
    }
}
