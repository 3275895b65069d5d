package io.quartermaster.testkit.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end within a bounded time and collects what it printed. */
record Command(List<String> words, Path folder, Map<String, String> environment) {

    /** The end of a program. */
    record Outcome(int exit, String output, String errors) {}

    Outcome run(String input, Duration bound) {
        try {
            Path output = Files.createTempFile("qm-testkit", ".out");
            Path errors = Files.createTempFile("qm-testkit", ".err");
            try {
                // Files rather than pipes: a program that prints much cannot block.
                ProcessBuilder builder = new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(UTF_8));
                } catch (IOException e) {
                    // It ended without reading; its exit code and errors say why.
                }
                if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(words + " did not end within " + bound + "\n" + tail(errors));
                }
                return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("running " + words.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words.getFirst(), e);
        }
    }

    /** The last lines of a file of messages. */
    static String tail(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(Math.max(0, text.length() - 2_000)).strip();
    }
}
