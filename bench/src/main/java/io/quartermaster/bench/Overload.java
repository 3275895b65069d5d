package io.quartermaster.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
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
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Four times as many calls as there are permits for: a provider that takes six seconds, asked at a steady rate whether or not answers
 * come. Arguments: the checkout, the built distribution, {@code --quick}.
 */
final class Overload {

    private static final int PROVIDER_MILLIS = 6_000;
    private static final int MOST_OUTSTANDING = 7_000;
    private static final int CALLS_IN_FLIGHT = 4_096; // GatewayLimits.standard
    private static final double CAPACITY = CALLS_IN_FLIGHT * 1_000.0 / PROVIDER_MILLIS;

    /** What came of the calls that were due in one second. */
    private static final class Second {

        private final Histogram admitted = new Histogram();
        private final Histogram shed = new Histogram();
        private final Map<String, Integer> shedAs = new TreeMap<>();
        private int broken;
        private int unsent;
    }

    private final Vertx vertx;
    private final HttpClient http;
    private final RunningServer server;
    private final String key;
    private final Buffer body = Buffer.buffer(new NumberedCall(1).body().replace("\"numbered\"", "\"slow\""));
    private final AtomicInteger outstanding = new AtomicInteger();
    private final List<Second> seconds = new ArrayList<>();

    private Overload(Vertx vertx, RunningServer server, String key) {
        this.vertx = vertx;
        this.server = server;
        this.key = key;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(20_000),
                new PoolOptions().setHttp1MaxSize(MOST_OUTSTANDING));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = List.of(arguments).contains("--quick");
        Path home = Path.of(arguments[0]);
        Ports ports = new Ports();
        int mockPort = ports.free();
        Vertx vertx = Vertx.vertx();
        slowProvider(vertx, mockPort);
        String loadBefore = Machine.load();
        List<String> report;
        try (RunningServer server = RunningServer.start(RunningServer.install(Path.of(arguments[1]), ports))) {
            BenchTenant tenant = BenchTenant.create(server.admin(), "bench");
            tenant.model("openai-compatible", "slow", URI.create("http://127.0.0.1:" + mockPort + "/v1"));
            report = new Overload(vertx, server, tenant.key()).run(quick ? 4 : 1, loadBefore);
        } finally {
            vertx.close().await();
        }
        Path file = home.resolve(quick ? "bench/target" : "bench/results")
                .resolve(LocalDate.now(ZoneOffset.UTC) + "-overload.md");
        Files.createDirectories(file.getParent());
        Files.write(file, report);
        report.forEach(System.out::println);
        System.err.println("Written to " + file);
    }

    private static void slowProvider(Vertx vertx, int port) {
        String answer = new NumberedCall(1).completion();
        vertx.createHttpServer(new HttpServerOptions()
                        .setTcpNoDelay(true)
                        .setPort(port)
                        .setHost("127.0.0.1")
                        .setAcceptBacklog(4_096))
                .requestHandler(request -> request.body()
                        .onSuccess(_ -> vertx.setTimer(
                                PROVIDER_MILLIS,
                                _ -> request.response()
                                        .putHeader("content-type", "application/json")
                                        .end(answer))))
                .listen()
                .await();
    }

    private List<String> run(int scale, String loadBefore) throws IOException, InterruptedException {
        Comparison.progress("warming up");
        drive(CAPACITY / 2, 12 / scale).await();
        seconds.clear();
        int before = 12 / scale;
        int during = 24 / scale;
        int after = 18 / scale;
        Comparison.progress("half of what it can take");
        CountDownLatch early = drive(CAPACITY / 2, before);
        Comparison.progress("four times what it can take");
        CountDownLatch crowded = drive(CAPACITY * 4, during);
        Comparison.progress("half again");
        CountDownLatch late = drive(CAPACITY / 2, after);
        for (CountDownLatch phase : List.of(early, crowded, late)) {
            if (!phase.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(phase.getCount() + " calls had no end within a minute");
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("# Overload, " + LocalDate.now(ZoneOffset.UTC));
        lines.add("");
        lines.add("- Load average of 1, 5, 15 minutes at the start: " + loadBefore);
        lines.add(String.format(
                Locale.ROOT,
                "- A provider that takes %d ms and %d permits make %.0f calls a second; they came at the rates below, whether or not answers"
                        + " came.",
                PROVIDER_MILLIS,
                CALLS_IN_FLIGHT,
                CAPACITY));
        lines.add("");
        lines.add(
                "| | calls a second | admitted | added to the provider's time p50 / p99 / longest ms | shed | shed within p50 / p99 /"
                        + " longest ms | broken | not sent |");
        lines.add("|---|---|---|---|---|---|---|---|");
        lines.add(row("before", CAPACITY / 2, seconds.subList(0, before)));
        lines.add(row("overload", CAPACITY * 4, seconds.subList(before, before + during)));
        lines.add(row("after", CAPACITY / 2, seconds.subList(before + during, before + during + after)));
        lines.add("");
        Map<String, Integer> shedAs = new TreeMap<>();
        seconds.forEach(second -> second.shedAs.forEach((what, times) -> shedAs.merge(what, times, Integer::sum)));
        lines.add("Shed as: " + shedAs + ".");
        int recovered = 0;
        while (recovered < after
                && seconds.get(before + during + recovered).shed.count() > 0) {
            recovered++;
        }
        lines.add("Seconds after the overload in which a call was still shed: " + recovered + ".");
        lines.add(String.format(
                Locale.ROOT,
                "Peak RSS of the server: %.0f MB. Calls in flight at the end: %d.",
                server.processes().memory().firstPeak() / 1024.0,
                server.accounts().inFlight()));
        return lines;
    }

    private static String row(String name, double perSecond, List<Second> seconds) {
        Histogram admitted = new Histogram();
        Histogram shed = new Histogram();
        int broken = 0;
        int unsent = 0;
        for (Second second : seconds) {
            admitted.add(second.admitted);
            shed.add(second.shed);
            broken += second.broken;
            unsent += second.unsent;
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %d | %.1f / %.1f / %.1f | %d | %.1f / %.1f / %.1f | %d | %d |",
                name,
                perSecond,
                admitted.count(),
                admitted.millis(0.5),
                admitted.millis(0.99),
                admitted.longestMillis(),
                shed.count(),
                shed.millis(0.5),
                shed.millis(0.99),
                shed.longestMillis(),
                broken,
                unsent);
    }

    /** Sends at the rate for so long; what it returns waits for the answers. */
    private CountDownLatch drive(double perSecond, int forSeconds) throws InterruptedException {
        int first = seconds.size();
        for (int i = 0; i < forSeconds; i++) {
            seconds.add(new Second());
        }
        long start = System.nanoTime();
        int all = (int) (perSecond * forSeconds);
        CountDownLatch answered = new CountDownLatch(all);
        int[] sent = new int[1];
        vertx.setPeriodic(1, timer -> {
            long elapsed = System.nanoTime() - start;
            int due = (int) Math.min(all, elapsed * perSecond / 1e9);
            while (sent[0] < due) {
                long dueAt = start + (long) (sent[0] * 1e9 / perSecond);
                send(seconds.get(first + (int) (sent[0] / perSecond)), dueAt, answered);
                sent[0]++;
            }
            if (sent[0] == all) {
                vertx.cancelTimer(timer);
            }
        });
        Thread.sleep(forSeconds * 1_000L);
        return answered;
    }

    private void send(Second second, long due, CountDownLatch answered) {
        if (outstanding.incrementAndGet() > MOST_OUTSTANDING) {
            outstanding.decrementAndGet();
            second.unsent++; // the load generator's own bound: more would measure its queue
            answered.countDown();
            return;
        }
        http.request(HttpMethod.POST, server.port(), "127.0.0.1", "/v1/chat/completions")
                .compose(request -> {
                    request.headers()
                            .addAll(MultiMap.caseInsensitiveMultiMap()
                                    .add("content-type", "application/json")
                                    .add("authorization", "Bearer " + key));
                    return request.send(body);
                })
                .compose(answer -> answer.body().map(_ -> answer))
                .onSuccess(answer -> count(second, answer, System.nanoTime() - due))
                .onFailure(_ -> second.broken++)
                .onComplete(_ -> {
                    outstanding.decrementAndGet();
                    answered.countDown();
                });
    }

    private static void count(Second second, HttpClientResponse answer, long nanos) {
        if (answer.statusCode() == 200) {
            second.admitted.add(nanos - PROVIDER_MILLIS * 1_000_000L);
            return;
        }
        second.shed.add(nanos);
        String advice = answer.getHeader("retry-after") == null ? " without retry-after" : " with retry-after";
        second.shedAs.merge(answer.statusCode() + advice, 1, Integer::sum);
    }
}
