package io.quartermaster.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of JSON on standard output or at the end of a file, written by a thread of their own. Whoever adds one never waits: lines that
 * nobody takes fast enough are dropped and counted.
 */
public final class AccessLog implements AutoCloseable {

    /** The target that is no file. */
    public static final String STANDARD_OUTPUT = "stdout";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MOST_WAITING = 8_192;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Counter dropped;
    private final @Nullable Thread writer;
    private volatile boolean closing;

    private AccessLog(@Nullable OutputStream out, MeterRegistry meters) {
        this.dropped = Counter.builder("qm.access.dropped")
                .description("Lines of the access log that were dropped because nobody took them fast enough")
                .register(meters);
        this.writer = out == null
                ? null
                : Thread.ofPlatform().daemon().name("access-log").start(() -> run(out));
    }

    /**
     * To {@value #STANDARD_OUTPUT} or a file; to nowhere when there is no target.
     *
     * @throws IOException when the file cannot be opened
     */
    public static AccessLog to(Optional<String> target, MeterRegistry meters) throws IOException {
        if (target.isEmpty()) {
            return new AccessLog(null, meters);
        }
        OutputStream out = target.get().equals(STANDARD_OUTPUT)
                ? new FileOutputStream(FileDescriptor.out)
                : Files.newOutputStream(
                        Path.of(target.get()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        return new AccessLog(new BufferedOutputStream(out, 64 << 10), meters);
    }

    /** Whether lines go anywhere; making one that does not is work for nothing. */
    public boolean isOn() {
        return writer != null;
    }

    /** Adds a line of JSON. */
    public void add(String line) {
        if (writer != null && !waiting.offer(line)) {
            dropped.increment();
        }
    }

    private void run(OutputStream out) {
        boolean broken = false;
        while (!closing || !waiting.isEmpty()) {
            @Nullable String line = null;
            try {
                line = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
                if (waiting.isEmpty()) {
                    out.flush();
                }
                broken = false;
            } catch (IOException failure) {
                if (line != null) {
                    dropped.increment();
                }
                if (!broken) {
                    broken = true;
                    LOG.error("The access log cannot be written", failure);
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /** Writes what waits, for at most two seconds. */
    @Override
    public void close() {
        closing = true;
        if (writer != null) {
            try {
                writer.join(2_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
