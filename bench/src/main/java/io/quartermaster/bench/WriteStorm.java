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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What 64 writers on one tenant do to the writes and cold loads of others. Arguments: the checkout, the built distribution, and how
 * many times each is measured, 500 if left out.
 */
final class WriteStorm {

    private static final int WRITERS = 64;
    private static final int SAMPLES = 500;
    private static final int OTHERS = 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RunningServer server;
    private final int samples;

    private WriteStorm(RunningServer server, int samples) {
        this.server = server;
        this.samples = samples;
    }

    /** What the others saw, and the stormed tenant's own gateway calls. */
    private record Seen(Latencies writes, Latencies coldLoads, Latencies stormed) {}

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int samples = arguments.length > 2 ? Integer.parseInt(arguments[2]) : SAMPLES;
        List<String> report;
        String loadBefore = Machine.load();
        try (RunningServer server = RunningServer.start(RunningServer.install(Path.of(arguments[1]), new Ports()));
                Connection database = server.database()) {
            new TenantRows(database).fill(1, OTHERS + 1);
            report = new WriteStorm(server, samples).run(loadBefore);
        }
        Path file = Path.of(arguments[0])
                .resolve(samples == SAMPLES ? "bench/results" : "bench/target")
                .resolve(LocalDate.now(ZoneId.systemDefault()) + "-storm.md");
        Files.createDirectories(file.getParent());
        Files.write(file, report);
        report.forEach(System.out::println);
        System.out.println("\nWritten to " + file);
    }

    private List<String> run(String loadBefore) throws IOException, InterruptedException {
        look(samples); // warms up
        Seen before = look(samples);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofVirtual().start(() -> storm(stop, written, refused)));
        }
        while (written.get() < 10 * WRITERS && refused.get() == 0) {
            Thread.sleep(10);
        }
        int earlier = written.get();
        long start = System.nanoTime();
        Seen during = look(samples);
        double seconds = (System.nanoTime() - start) / 1e9;
        int storm = written.get() - earlier;
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        Seen after = look(samples);
        List<String> lines = new ArrayList<>(List.of(
                "# " + WRITERS + " writers on one tenant",
                "",
                "Milliseconds as one client of " + OTHERS + " other tenants sees them, one call after the other, "
                        + samples + " of each: median, p99, longest. A cold load follows a write of the tenant.",
                "",
                "| | before | | | during | | | after | | |",
                "|---|---|---|---|---|---|---|---|---|---|"));
        lines.add("| write of another tenant | " + before.writes.cells() + " | " + during.writes.cells() + " | "
                + after.writes.cells() + " |");
        lines.add("| cold load of another tenant | " + before.coldLoads.cells() + " | " + during.coldLoads.cells()
                + " | " + after.coldLoads.cells() + " |");
        lines.add("| gateway call of the stormed tenant | " + before.stormed.cells() + " | " + during.stormed.cells()
                + " | " + after.stormed.cells() + " |");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "The storm wrote %.0f times a second, %d writes were refused. Clients and server share the cores, so part of the"
                        + " difference is the clients'. Load average %s before, %s after.",
                storm / seconds,
                refused.get(),
                loadBefore,
                Machine.load()));
        return lines;
    }

    private Seen look(int times) throws IOException, InterruptedException {
        Seen seen = new Seen(new Latencies(), new Latencies(), new Latencies());
        for (int i = 0; i < times; i++) {
            int tenant = 2 + i % OTHERS;
            seen.writes.measure(
                    http,
                    Latencies.change(
                            server.port(),
                            "/tenants/bench-" + tenant + "/settings",
                            TenantRows.key(tenant),
                            "{\"api_key_rotation_grace_seconds\":" + (60 + i) + "}"));
            seen.coldLoads.measure(http, Latencies.models(server.port(), TenantRows.key(tenant)));
            seen.stormed.measure(http, Latencies.models(server.port(), TenantRows.key(1)));
        }
        return seen;
    }

    private void storm(AtomicBoolean stop, AtomicInteger written, AtomicInteger refused) {
        while (!stop.get()) {
            try {
                new Latencies()
                        .measure(
                                http,
                                Latencies.change(
                                        server.port(),
                                        "/tenants/bench-1/settings",
                                        TenantRows.key(1),
                                        "{\"api_key_rotation_grace_seconds\":"
                                                + (60 + written.incrementAndGet() % 10_000) + "}"));
            } catch (IOException | IllegalStateException failed) {
                refused.incrementAndGet();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
