package io.quartermaster.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts other programs with a bare environment: none of our secrets, and none of the PG* variables that bend PostgreSQL. */
final class Program {
    private static final String PATH =
            Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");

    private Program() {}

    /** What a finished program left: {@code output} holds both streams. */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static ProcessBuilder of(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", PATH, "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    static Result run(List<String> command, Duration timeout) throws IOException {
        Process process = of(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (var stream = process.getInputStream()) {
                output.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                output.complete("");
            }
        });
        if (!waitFor(process, timeout)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " did not end within " + timeout.toSeconds() + " s");
        }
        return new Result(process.exitValue(), output.join());
    }

    /** Waits even when interrupted, since a half-stopped server is worse than a late answer, and restores the interrupt. */
    static boolean waitFor(Process process, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Optional<String> find(String name) {
        return Stream.concat(Stream.of(PATH.split(File.pathSeparator)), Stream.of("/usr/bin", "/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
