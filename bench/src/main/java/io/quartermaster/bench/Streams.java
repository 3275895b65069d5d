package io.quartermaster.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 512 slow streams at once, through the server and past it in turns; with {@code --soak} afterwards ten minutes of them with faults and
 * clients that leave. Arguments: the checkout, the built distribution, {@code --soak} or {@code --quick}.
 */
final class Streams {

    private static final int STREAMS = 512;
    private static final StreamClients.Habits BAD = new StreamClients.Habits(0.05, 0.05);

    private final RunningServer server;
    private final BenchTenant tenant;
    private final Vertx vertx;
    private final URI mock;
    private final int scale;
    private final List<String> report = new ArrayList<>();

    private Streams(RunningServer server, BenchTenant tenant, Vertx vertx, URI mock, int scale) {
        this.server = server;
        this.tenant = tenant;
        this.vertx = vertx;
        this.mock = mock;
        this.scale = scale;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        List<String> options = List.of(arguments).subList(2, arguments.length);
        boolean quick = options.contains("--quick");
        boolean soak = options.contains("--soak");
        String loadBefore = Machine.load();
        Ports ports = new Ports();
        int port = ports.free();
        Quartermaster.Installation installation = RunningServer.install(Path.of(arguments[1]), ports);
        Vertx vertx = Vertx.vertx();
        List<String> report;
        try (Program mock = mock(home, installation.folder(), port);
                RunningServer server = RunningServer.start(installation)) {
            mock.requireAlive();
            URI address = URI.create("http://127.0.0.1:" + port);
            BenchTenant tenant = BenchTenant.create(server.admin(), "bench");
            String good = tenant.model("openai-compatible", "good", address.resolve("/v1"));
            tenant.model("openai-compatible", "faulty", address.resolve("/faulty/v1"), good);
            Streams streams = new Streams(server, tenant, vertx, address, quick ? 10 : 1);
            streams.report.add("- Load average of 1, 5, 15 minutes at the start: " + loadBefore);
            streams.compare();
            if (soak) {
                streams.soak();
            }
            report = streams.report;
        } finally {
            vertx.close().await();
        }
        Path file = home.resolve(quick ? "bench/target" : "bench/results")
                .resolve(LocalDate.now(ZoneOffset.UTC) + (soak ? "-soak.md" : "-streams.md"));
        Files.createDirectories(file.getParent());
        Files.write(file, report);
        report.forEach(System.out::println);
        System.err.println("Written to " + file);
    }

    private static Program mock(Path home, Path folder, int port) throws IOException {
        return Program.start(
                "ticking-mock",
                folder,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        home.resolve("bench/src/main/java/io/quartermaster/bench/TickingMock.java")
                                .toString(),
                        Integer.toString(port)));
    }

    private void compare() throws InterruptedException {
        Target past = Target.of(mock.getPort(), "/v1/chat/completions", Map.of());
        Target through = through();
        Comparison.progress("warming up");
        run(through, "good", 20 / Math.min(scale, 2), StreamClients.Habits.GOOD);
        StreamTally direct = new StreamTally();
        StreamTally ours = new StreamTally();
        long cpu = 0;
        for (int round = 1; round <= 4; round++) {
            Comparison.progress("round " + round + " of 4");
            direct.add(run(past, "good", Math.max(2, 15 / scale), StreamClients.Habits.GOOD));
            ProcessTree.Cpu before = server.processes().cpu();
            ours.add(run(through, "good", Math.max(2, 15 / scale), StreamClients.Habits.GOOD));
            cpu += server.processes().cpu().since(before).total();
        }
        report.add("");
        report.add("## " + STREAMS + " streams at once, " + TickingFrames.FRAMES + " frames each, one every "
                + TickingFrames.BETWEEN_MILLIS + " ms, four rounds in turns");
        report.add("");
        report.add(
                "| | streams | frames | wrong | first frame p50 / p99 ms | a frame underway p50 / p99 / p99.9 / longest ms |"
                        + " late at the mock p99 / longest ms |");
        report.add("|---|---|---|---|---|---|---|");
        report.add(row("direct", direct));
        report.add(row("Quartermaster", ours));
        report.add("");
        report.add(String.format(
                Locale.ROOT,
                "Added to the first frame: p50 %.2f ms, p99 %.2f ms (goal: under 2). CPU of server and database %.0f µs a stream."
                        + " Peak RSS of the server %.0f MB (goal: under 350).",
                ours.first.millis(0.5) - direct.first.millis(0.5),
                ours.first.millis(0.99) - direct.first.millis(0.99),
                (double) cpu / Math.max(1, ours.whole),
                server.processes().memory().firstPeak() / 1024.0));
        wrong(ours);
    }

    private void soak() throws IOException, InterruptedException {
        report.add("");
        report.add("## Soak: the same, with a fault asked of the first provider by 5 % and 5 % of the clients leaving");
        report.add("");
        report.add(
                "| minute | whole | left | fault told | wrong | first frame p99 ms | underway p99 ms | RSS MB | heap MB |"
                        + " threads | files |");
        report.add("|---|---|---|---|---|---|---|---|---|---|---|");
        StreamClients clients = new StreamClients(vertx, through(), "faulty", STREAMS, BAD, 42);
        StreamTally all = new StreamTally();
        clients.start();
        for (int minute = 1; minute <= 10; minute++) {
            Comparison.progress("minute " + minute);
            Thread.sleep(60_000 / scale);
            StreamTally tally = clients.take();
            minute(Integer.toString(minute), tally);
            all.add(tally);
        }
        clients.stop();
        all.add(clients.take());
        long patience = System.nanoTime() + 90_000_000_000L;
        while ((!server.accounts().settled() || tenant.reservedMicros() > 0) && System.nanoTime() < patience) {
            Thread.sleep(200);
        }
        minute("after", new StreamTally());
        Accounts accounts = server.accounts();
        report.add("");
        report.add(
                "Afterwards: " + accounts.inFlight() + " calls in flight, " + accounts.written() + " usage events for "
                        + accounts.forwarded() + " forwarded calls, " + tenant.reservedMicros() + " micros reserved.");
        wrong(all);
    }

    private void minute(String minute, StreamTally tally) throws IOException, InterruptedException {
        ProcessTree.Held held = server.processes().held();
        report.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %.2f | %.2f | %.0f | %.0f | %d | %d |",
                minute,
                tally.whole,
                tally.left,
                tally.toldOfFault,
                tally.wrong.values().stream().mapToInt(Integer::intValue).sum(),
                tally.first.millis(0.99),
                tally.underway.millis(0.99),
                held.residentKilobytes() / 1024.0,
                server.metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20),
                held.threads(),
                held.files()));
        System.err.println(report.getLast());
    }

    private StreamTally run(Target target, String model, int seconds, StreamClients.Habits habits)
            throws InterruptedException {
        StreamClients clients = new StreamClients(vertx, target, model, STREAMS, habits, 1);
        clients.start();
        Thread.sleep(TickingFrames.FRAMES * TickingFrames.BETWEEN_MILLIS);
        clients.take(); // until all are under way
        Thread.sleep(seconds * 1_000L);
        StreamTally tally = clients.take();
        clients.stop();
        return tally;
    }

    private Target through() {
        return Target.of(server.port(), "/v1/chat/completions", Map.of("Authorization", "Bearer " + tenant.key()));
    }

    private static String row(String name, StreamTally tally) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.2f / %.2f | %.2f / %.2f / %.2f / %.2f | %.2f / %.2f |",
                name,
                tally.whole,
                tally.frames,
                tally.wrong.values().stream().mapToInt(Integer::intValue).sum(),
                tally.first.millis(0.5),
                tally.first.millis(0.99),
                tally.underway.millis(0.5),
                tally.underway.millis(0.99),
                tally.underway.millis(0.999),
                tally.underway.longestMillis(),
                tally.mockLate.millis(0.99),
                tally.mockLate.longestMillis());
    }

    private void wrong(StreamTally tally) {
        tally.wrong.forEach((what, times) -> report.add("- wrong " + times + " ×: " + what));
    }
}
