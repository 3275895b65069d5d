package io.quartermaster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Debian's wrk: a closed loop of so many connections, each asking again as soon as it is answered. */
record Wrk(Path script, Path folder) {

    private static final Pattern LINE =
            Pattern.compile("bench requests=(\\d+) micros=(\\d+) refused=(\\d+) broken=(\\d+) p50=(\\d+) p99=(\\d+)");

    /** Times in microseconds; {@code failed} counts answers other than 200 and connections that broke or timed out. */
    record Result(long answered, double perSecond, long failed, long p50, long p99) {}

    Result run(Target target, Workload workload, int connections, Duration time)
            throws IOException, InterruptedException {
        Path body = folder.resolve(workload.name() + ".json");
        if (!Files.exists(body)) {
            Files.writeString(body, workload.body());
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + time.toSeconds() + "s",
                        "--timeout",
                        "10s",
                        "--script",
                        script.toString(),
                        target.url().toString()))
                .redirectErrorStream(true);
        builder.environment().put("BENCH_BODY", body.toString());
        builder.environment()
                .put(
                        "BENCH_HEADERS",
                        "Content-Type: application/json\n"
                                + target.headers().entrySet().stream()
                                        .map(header -> header.getKey() + ": " + header.getValue())
                                        .collect(Collectors.joining("\n")));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher matcher = LINE.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk failed: " + output);
        }
        long requests = Long.parseLong(matcher.group(1));
        long micros = Long.parseLong(matcher.group(2));
        long refused = Long.parseLong(matcher.group(3));
        long answered = requests - refused;
        return new Result(
                answered,
                answered * 1e6 / micros,
                refused + Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5)),
                Long.parseLong(matcher.group(6)));
    }
}
