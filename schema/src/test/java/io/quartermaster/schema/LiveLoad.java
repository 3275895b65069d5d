package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What a release of the version that a database has now would go on doing while it is migrated, from several connections of
 * the server's role: it names the columns it knows, no others.
 */
final class LiveLoad implements AutoCloseable {
    private static final int CONNECTIONS = 3;
    /** Nodes think between statements, and the machine is needed for the migration too. */
    private static final long THINKS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How much was done, and how long the slowest statement took. */
    record Result(long statements, Duration slowest) {}

    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final List<Future<Result>> working = new ArrayList<>();
    private final List<String> selects = new ArrayList<>();
    private final String insert;
    private final boolean sums;
    private volatile boolean stopping;

    LiveLoad(ScratchDatabase database, Connection owner) throws SQLException {
        for (String table : List.of("tenants", "api_keys", "provider_configs", "model_configs", "default_models")) {
            selects.add("select " + columns(owner, table) + " from " + table + " where "
                    + (table.equals("tenants") ? "id" : "tenant_id") + " = ?");
        }
        String columns = columns(owner, "usage_events");
        insert = "insert into usage_events (" + columns + ") select "
                + columns.replaceFirst("\\btenant_id\\b", "?::uuid").replaceFirst("\\bid\\b", "?::uuid")
                + " from usage_events where tenant_id = ? and occurred_at = '2026-03-01T00:00:00Z' limit 1"
                + " on conflict (tenant_id, occurred_at, id) do nothing";
        sums = SchemaComparison.of(owner, Release.current()) instanceof SchemaStanding.Behind behind
                && behind.missing().getFirst().compareTo(new SchemaVersion("0009")) > 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            UUID tenant = LiveLedger.tenant(i);
            working.add(threads.submit(() -> work(database, tenant)));
        }
    }

    private static String columns(Connection owner, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement select =
                owner.prepareStatement("select attname from pg_attribute where attrelid = ?::regclass"
                        + " and attnum > 0 and not attisdropped order by attnum")) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns.stream().collect(Collectors.joining(", "));
    }

    private Result work(ScratchDatabase database, UUID tenant) throws SQLException {
        long statements = 0;
        long slowest = 0;
        try (Connection server = database.asServer()) {
            server.setAutoCommit(false);
            while (!stopping) {
                long began = System.nanoTime();
                transaction(server, tenant);
                slowest = Math.max(slowest, System.nanoTime() - began);
                statements += selects.size() + 3;
                LockSupport.parkNanos(THINKS_NANOS);
            }
        }
        return new Result(statements, Duration.ofNanos(slowest));
    }

    /** As a change of a setting and a call would, in one. */
    private void transaction(Connection server, UUID tenant) throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute("set local app.tenant_id = '" + tenant + "'");
        }
        execute(
                server,
                "update tenant_config_versions set version = version + 1, changed_at = greatest(changed_at, ?::timestamptz)"
                        + " where tenant_id = ? returning version, changed_at",
                "2026-03-01T00:00:00Z",
                tenant);
        for (String select : selects) {
            execute(server, select, tenant);
        }
        execute(server, "update model_configs set version = version + 1 where tenant_id = ?", tenant);
        execute(server, insert, tenant, UUID.randomUUID(), tenant);
        if (sums) {
            execute(
                    server,
                    "insert into usage_days (tenant_id, scope, scope_id, day, requests, errors, input_tokens, cached_input_tokens,"
                            + " cache_write_tokens, output_tokens, reasoning_tokens, estimated_requests, cost_micros, unpriced_requests)"
                            + " values (?, 'tenant', ?, '2026-03-01T00:00:00Z', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
                            + " on conflict (tenant_id, scope, scope_id, day) do update set requests = usage_days.requests + excluded.requests",
                    tenant,
                    tenant);
        }
        server.commit();
    }

    private static void execute(Connection server, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** Throws what a statement threw. */
    Result stop() throws Exception {
        stopping = true;
        long statements = 0;
        Duration slowest = Duration.ZERO;
        for (Future<Result> worker : working) {
            Result result = worker.get();
            statements += result.statements();
            slowest = slowest.compareTo(result.slowest()) > 0 ? slowest : result.slowest();
        }
        return new Result(statements, slowest);
    }

    @Override
    public void close() {
        stopping = true;
        threads.close();
    }
}
