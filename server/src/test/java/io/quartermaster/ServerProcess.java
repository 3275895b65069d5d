package io.quartermaster;

import io.quartermaster.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The product's command line in a process of its own, which can be killed, with its output in files. */
final class ServerProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("Quartermaster listens on (\\S+)\\n");

    private final Process process;
    private final Path folder;
    private final Path out;
    private final Path err;

    private ServerProcess(Process process, Path folder, Path out, Path err) {
        this.process = process;
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** Runs a command in the folder, with these settings and no other, and the data in the folder too. */
    static ServerProcess start(Path folder, Map<String, String> settings, String... command) {
        try {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    classPath(),
                    "io.quartermaster.Main"));
            line.addAll(List.of(command));
            Path out = Files.createTempFile(folder, "out", ".log");
            Path err = Files.createTempFile(folder, "err", ".log");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("QM_"));
            builder.environment().putAll(settings);
            return new ServerProcess(builder.start(), folder, out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs {@code serve} on a free port with an embedded database below the folder. */
    static ServerProcess serve(Path folder, Map<String, String> more) {
        Map<String, String> settings = new java.util.HashMap<>(Map.of(
                "QM_HTTP_PORT", "0",
                "QM_DATA_DIR", folder.resolve("data").toString(),
                "QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1"));
        settings.putAll(more);
        return start(folder, settings, "serve");
    }

    /** The address, once it listens. */
    URI address() {
        return URI.create(Eventually.value(PATIENCE, "the server listens", () -> {
            Matcher matcher = ADDRESS.matcher(out());
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
            if (!process.isAlive()) {
                throw new AssertionError("the server ended with " + process.exitValue() + ": " + err());
            }
            return Optional.empty();
        }));
    }

    /** The operator key that the output shows, if it shows one. */
    Optional<String> shownOperatorKey() {
        Matcher matcher =
                Pattern.compile("Operator key \\(shown once[^)]*\\): (\\S+)").matcher(out());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end: " + out() + err());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Asks it to stop, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it without a chance to say goodbye. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** The process of the embedded database, if its folder tells of a living one. */
    Optional<ProcessHandle> postmaster() {
        Path database = folder.resolve("data").resolve("postgres"); // beside it files come and go, which ends a walk
        try (Stream<Path> files = Files.walk(Files.isDirectory(database) ? database : folder)) {
            return files.filter(file -> file.endsWith("postmaster.pid"))
                    .map(ServerProcess::read)
                    .filter(text -> text.contains("\n"))
                    .map(text ->
                            Long.parseLong(text.substring(0, text.indexOf('\n')).strip()))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .findFirst();
        } catch (IOException | UncheckedIOException changing) {
            return Optional.empty();
        }
    }

    /** Leaves nothing running, whatever the test did. */
    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What this class was loaded from, whoever runs the tests. */
    private static String classPath() {
        if (ServerProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}
