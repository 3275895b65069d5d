package io.quartermaster.bench;

import io.quartermaster.bench.NumberedClient.Seen;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * 100,000 calls through faults, clients that leave, and three times kill -9 of the server and its database; then the ledger is compared
 * with the upstream's own record. Ends with 1 if they differ. Arguments: the checkout, the built distribution, the number of calls.
 */
final class Kills {

    private static final int CALLS = 100_000;
    private static final int CLIENTS = 64;
    private static final int KILLS = 3;
    private static final long TIGHT_PER_CALL =
            600; // about a third of what a call of the tenant that may spend little costs
    private static final int TIGHT_IN = 10;

    private final int calls;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Seen> seen;
    private final Phaser up = new Phaser(1);
    private volatile boolean down;
    private final AtomicInteger finished = new AtomicInteger();

    private Kills(int calls) {
        this.calls = calls;
        this.seen = new AtomicReferenceArray<>(calls);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int calls = arguments.length > 2 ? Integer.parseInt(arguments[2]) : CALLS;
        Path home = Path.of(arguments[0]);
        Ports ports = new Ports();
        int mockPort = ports.free();
        Vertx vertx = Vertx.vertx();
        RecordingMock mock = RecordingMock.start(vertx, mockPort, calls);
        Quartermaster.Installation installation = RunningServer.install(Path.of(arguments[1]), ports);
        Kills kills = new Kills(calls);
        RunningServer server = RunningServer.start(installation);
        LedgerCheck check;
        try {
            URI address = URI.create("http://127.0.0.1:" + mockPort);
            BenchTenant ample = tenant(server, "ample", address);
            BenchTenant tight = tenant(server, "tight", address);
            tight.budget("day", Long.toString(TIGHT_PER_CALL * calls / TIGHT_IN));
            CountDownLatch ended = kills.begin(installation.port(), ample, tight);
            for (int kill = 1; kill <= KILLS; kill++) {
                while (kills.next.get() < (long) calls * kill / (KILLS + 1)) {
                    Thread.sleep(5);
                }
                Comparison.progress("kill " + kill + " of " + KILLS + ", at call " + kills.next.get());
                kills.down = true;
                server.kill();
                server = RunningServer.start(installation);
                kills.down = false;
                kills.up.arrive();
            }
            ended.await();
            Comparison.progress("settling");
            settle(server, ample, tight);
            check = new LedgerCheck(server, mock, kills.seen, List.of(ample, tight));
            check.run();
        } finally {
            server.close();
            vertx.close().await();
        }
        List<String> report = new ArrayList<>();
        report.add("# " + calls + " calls, " + KILLS + " times kill -9, of " + LocalDate.now(ZoneOffset.UTC));
        report.add("");
        report.addAll(check.report());
        Path file = home.resolve(calls == CALLS ? "bench/results" : "bench/target")
                .resolve(LocalDate.now(ZoneOffset.UTC) + "-kills.md");
        Files.createDirectories(file.getParent());
        Files.write(file, report);
        report.forEach(System.out::println);
        System.err.println("Written to " + file);
        System.exit(check.holds() ? 0 : 1);
    }

    private static BenchTenant tenant(RunningServer server, String slug, URI mock)
            throws IOException, InterruptedException {
        BenchTenant tenant = BenchTenant.create(server.admin(), slug);
        String second = tenant.model("openai-compatible", "second", mock.resolve("/second/v1"));
        tenant.model("openai-compatible", "numbered", mock.resolve("/first/v1"), second);
        return tenant;
    }

    private CountDownLatch begin(int port, BenchTenant ample, BenchTenant tight) {
        CountDownLatch ended = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            Thread.startVirtualThread(() -> {
                NumberedClient client = new NumberedClient(port);
                for (int number = next.getAndIncrement(); number < calls; number = next.getAndIncrement()) {
                    int phase = up.getPhase();
                    if (down) {
                        up.awaitAdvance(phase);
                    }
                    BenchTenant tenant = number % TIGHT_IN == 0 ? tight : ample;
                    seen.set(number, client.ask(new NumberedCall(number), tenant.key()));
                    if (finished.incrementAndGet() % 10_000 == 0) {
                        Comparison.progress(finished.get() + " calls");
                    }
                }
                client.leave();
                ended.countDown();
            });
        }
        return ended;
    }

    private static void settle(RunningServer server, BenchTenant... tenants) throws IOException, InterruptedException {
        long patience = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < patience) {
            long open = Math.round(server.metric("qm_gateway_calls_in_flight", "")
                    + server.metric("qm_usage_spool_waiting", "")
                    + server.metric("qm_usage_events_waiting", ""));
            for (BenchTenant tenant : tenants) {
                open += tenant.reservedMicros();
            }
            if (open == 0) {
                return;
            }
            Thread.sleep(200);
        }
    }
}
