package io.quartermaster.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What many tenants in one database cost the one that calls, a node's memory and its poll. Arguments: the checkout, the built
 * distribution, and how many tenants, 100,000 if left out.
 */
final class ManyTenants {

    private static final int FEW = 100;
    private static final int MANY = 100_000;
    private static final int WARM_UP_ROUNDS = 30;
    private static final int ROUNDS = 20;
    private static final int IDLE_SECONDS = 10;
    private static final int MORE = 10_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> lines = new ArrayList<>();

    private ManyTenants() {}

    /** What one size of the database gave. */
    private record Measured(
            int tenants,
            Latencies first,
            Latencies again,
            Latencies warm,
            double heap,
            double rowsAPoll,
            double pollMillis) {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int many = arguments.length > 2 ? Integer.parseInt(arguments[2]) : MANY;
        Path home = Path.of(arguments[0]);
        List<String> report = new ManyTenants().run(Path.of(arguments[1]), many);
        Path file = home.resolve(many == MANY ? "bench/results" : "bench/target")
                .resolve(LocalDate.now(ZoneId.systemDefault()) + "-tenants.md");
        Files.createDirectories(file.getParent());
        Files.write(file, report);
        report.forEach(System.out::println);
        System.out.println("\nWritten to " + file);
    }

    private List<String> run(Path distribution, int many) throws IOException, InterruptedException, SQLException {
        String loadBefore = Machine.load();
        Quartermaster.Installation installation = RunningServer.install(distribution, new Ports());
        Measured few;
        try (RunningServer server = RunningServer.start(installation);
                Connection database = server.database()) {
            TenantRows rows = new TenantRows(database);
            rows.fill(1, FEW);
            few = measure(server, rows, FEW);
        }
        try (RunningServer server = RunningServer.start(installation);
                Connection database = server.database()) {
            TenantRows rows = new TenantRows(database);
            long start = System.nanoTime();
            rows.fill(FEW + 1, many);
            double filling = (System.nanoTime() - start) / 1e9;
            Measured all = measure(server, rows, many);
            compare(few, all);
            warmMany(server, rows, many);
            sizes(rows, many);
            say("");
            say(String.format(
                    Locale.ROOT,
                    "Filling took %.0f s. Load average %s before, %s after.",
                    filling,
                    loadBefore,
                    Machine.load()));
        }
        return lines;
    }

    /** Half of the first hundred are called again after each change; the other half are called for the first time at the end. */
    private Measured measure(RunningServer server, TenantRows rows, int tenants)
            throws IOException, InterruptedException, SQLException {
        int half = FEW / 2;
        Latencies again = new Latencies();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            rows.change(1, half);
            Thread.sleep(700); // two polls
            call(server, 1, half, round < 0 ? new Latencies() : again);
        }
        Latencies first = new Latencies();
        call(server, half + 1, FEW, first);
        Latencies warm = new Latencies();
        for (int round = 0; round < ROUNDS; round++) {
            call(server, 1, FEW, warm);
        }
        double heap = server.liveHeap();
        double[] poll = poll(server, rows);
        return new Measured(tenants, first, again, warm, heap, poll[0], poll[1]);
    }

    /** Rows read and milliseconds a poll, while nobody calls. */
    private static double[] poll(RunningServer server, TenantRows rows)
            throws IOException, InterruptedException, SQLException {
        String list = "method=\"list\",store=\"ConfigVersionStore\"";
        double polls = server.metric("qm_db_query_seconds_count", list);
        double seconds = server.metric("qm_db_query_seconds_sum", list);
        Thread.sleep(1_000); // the database tells of what it read with some delay
        double read = rows.versionRowsRead();
        double pollsThen = server.metric("qm_db_query_seconds_count", list);
        Thread.sleep(IDLE_SECONDS * 1_000L);
        double pollsSince = server.metric("qm_db_query_seconds_count", list);
        Thread.sleep(1_000);
        double perRead = (rows.versionRowsRead() - read) / Math.max(1, pollsSince - pollsThen);
        return new double[] {
            perRead,
            1e3
                    * (server.metric("qm_db_query_seconds_sum", list) - seconds)
                    / Math.max(1, server.metric("qm_db_query_seconds_count", list) - polls)
        };
    }

    private void call(RunningServer server, int first, int last, Latencies into)
            throws IOException, InterruptedException {
        for (int tenant = first; tenant <= last; tenant++) {
            into.measure(http, Latencies.models(server.port(), TenantRows.key(tenant)));
        }
    }

    private void compare(Measured few, Measured all) {
        say("# Many tenants in one database");
        say("");
        say("Each has a key, a provider config, " + TenantRows.MODELS + " model configs and a default. Milliseconds of"
                + " `GET /v1/models`, one call after the other: median, p99, longest.");
        say("");
        say("| | calls | " + few.tenants + " tenants | | | " + all.tenants + " tenants | | | of the medians |");
        say("|---|---|---|---|---|---|---|---|---|");
        row("cold, after a change: the tenant is loaded", few.again, all.again);
        row("cold, first call: the key is looked up too", few.first, all.first);
        row("warm", few.warm, all.warm);
        say("");
        say("| with " + FEW + " warm tenants | of " + few.tenants + " | of " + all.tenants + " |");
        say("|---|---|---|");
        say(String.format(Locale.ROOT, "| live heap, MiB | %.1f | %.1f |", few.heap, all.heap));
        say(String.format(Locale.ROOT, "| version rows read a poll | %.0f | %.0f |", few.rowsAPoll, all.rowsAPoll));
        say(String.format(Locale.ROOT, "| a poll's query, ms | %.2f | %.2f |", few.pollMillis, all.pollMillis));
    }

    private void row(String what, Latencies few, Latencies all) {
        say("| " + what + " | " + few.count() + " | " + few.cells() + " | " + all.cells() + " | "
                + String.format(Locale.ROOT, "%.2f × |", all.millis(0.5) / few.millis(0.5)));
    }

    /** Calls of many other tenants once each, so that the cache has to let go. */
    private void warmMany(RunningServer server, TenantRows rows, int tenants)
            throws IOException, InterruptedException, SQLException {
        int last = Math.min(tenants, FEW + MORE);
        Latencies calls = new Latencies();
        call(server, FEW + 1, last, calls);
        double heap = server.liveHeap();
        double[] poll = poll(server, rows);
        say("");
        say(String.format(
                Locale.ROOT,
                "After one call of each of %d more: %.0f tenants in memory, live heap %.1f MiB, %.0f version rows and %.2f ms a"
                        + " poll; a first call took %.2f ms (p99 %.2f).",
                last - FEW,
                server.metric("qm_gateway_snapshots", ""),
                heap,
                poll[0],
                poll[1],
                calls.millis(0.5),
                calls.millis(0.99)));
    }

    private void sizes(TenantRows rows, int tenants) throws SQLException {
        say("");
        say("| table | MiB | its indexes, MiB | octets a tenant | at 10,000,000 tenants, GiB |");
        say("|---|---|---|---|---|");
        long total = 0;
        for (Map.Entry<String, long[]> table : rows.sizes().entrySet()) {
            long both = table.getValue()[0] + table.getValue()[1];
            total += both;
            say(String.format(
                    Locale.ROOT,
                    "| `%s` | %.1f | %.1f | %d | %.1f |",
                    table.getKey(),
                    table.getValue()[0] / 1048576.0,
                    table.getValue()[1] / 1048576.0,
                    both / tenants,
                    both / (double) tenants * 1e7 / (1 << 30)));
        }
        say(String.format(
                Locale.ROOT,
                "| together | %.1f | | %d | %.1f |",
                total / 1048576.0,
                total / tenants,
                total / (double) tenants * 1e7 / (1 << 30)));
        long pages = rows.keyIndexPages();
        say("");
        say("The index that finds a key has " + pages + " pages, " + levels(pages) + " levels; at 10,000,000 tenants "
                + pages * (10_000_000L / tenants) + " pages and " + levels(pages * (10_000_000L / tenants))
                + " levels.");
    }

    /** Of a B-tree whose pages hold about 150 keys of 32 octets when they are as full as random inserts leave them. */
    private static int levels(long pages) {
        int levels = 1;
        for (double left = pages; left > 1; left /= 150) {
            levels++;
        }
        return levels;
    }

    private void say(String line) {
        lines.add(line);
    }
}
