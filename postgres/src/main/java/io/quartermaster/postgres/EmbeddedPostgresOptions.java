package io.quartermaster.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * How to run the embedded PostgreSQL.
 *
 * @param directory everything it keeps; created if absent
 * @param port a fixed port, or empty for any free one
 * @param startTimeout for the server to accept connections, crash recovery included
 * @param stopTimeout for a fast shutdown with its checkpoint, before the server is stopped without one
 * @param binariesCache where the programs are unpacked; may be shared by several data folders and processes
 * @param settings server settings on top of the defaults of this module
 * @param progress hears in words of the steps that take long; the log by default
 */
public record EmbeddedPostgresOptions(
        Path directory,
        OptionalInt port,
        Duration startTimeout,
        Duration stopTimeout,
        Path binariesCache,
        Map<String, String> settings,
        Consumer<String> progress) {
    private static final Set<String> RESERVED = Set.of(
            "port",
            "listen_addresses",
            "unix_socket_directories",
            "data_directory",
            "config_file",
            "hba_file",
            "password_encryption");

    public EmbeddedPostgresOptions {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(binariesCache, "binariesCache");
        Objects.requireNonNull(progress, "progress");
        settings = Map.copyOf(settings);
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new EmbeddedPostgresException(
                    "Port " + port.getAsInt() + " is not usable for PostgreSQL: choose one from 1 to 65535");
        }
        if (!startTimeout.isPositive() || !stopTimeout.isPositive()) {
            throw new EmbeddedPostgresException("PostgreSQL's start and stop timeouts must be longer than zero");
        }
        for (String name : settings.keySet()) {
            if (RESERVED.contains(name)) {
                throw new EmbeddedPostgresException(
                        "The PostgreSQL setting " + name + " belongs to the supervisor and cannot be set");
            }
        }
    }

    /** Everything in this folder, any free port. */
    public static EmbeddedPostgresOptions in(Path directory) {
        return new EmbeddedPostgresOptions(
                directory,
                OptionalInt.empty(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                directory.resolve("bin"),
                Map.of(),
                LoggerFactory.getLogger(EmbeddedPostgres.class)::info);
    }

    public EmbeddedPostgresOptions withPort(int fixed) {
        return new EmbeddedPostgresOptions(
                directory, OptionalInt.of(fixed), startTimeout, stopTimeout, binariesCache, settings, progress);
    }

    public EmbeddedPostgresOptions withStartTimeout(Duration timeout) {
        return new EmbeddedPostgresOptions(directory, port, timeout, stopTimeout, binariesCache, settings, progress);
    }

    public EmbeddedPostgresOptions withStopTimeout(Duration timeout) {
        return new EmbeddedPostgresOptions(directory, port, startTimeout, timeout, binariesCache, settings, progress);
    }

    public EmbeddedPostgresOptions withBinariesCache(Path cache) {
        return new EmbeddedPostgresOptions(directory, port, startTimeout, stopTimeout, cache, settings, progress);
    }

    public EmbeddedPostgresOptions withSettings(Map<String, String> added) {
        return new EmbeddedPostgresOptions(directory, port, startTimeout, stopTimeout, binariesCache, added, progress);
    }

    public EmbeddedPostgresOptions withProgress(Consumer<String> listener) {
        return new EmbeddedPostgresOptions(
                directory, port, startTimeout, stopTimeout, binariesCache, settings, listener);
    }
}
