package io.quartermaster.usage.spool;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A spool in a folder of its own, and all that was settled in it so far, as a list. */
public final class SpooledEvents extends AbstractList<UsageEvent> implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<UsageEvent> events = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Path folder;
    private final UsageSpool spool;

    /** Set to no bytes, the disk is full. */
    private volatile long free = Long.MAX_VALUE;

    public SpooledEvents() {
        try {
            folder = Files.createTempDirectory("quartermaster-spool");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        spool = UsageSpool.open(
                new SpoolOptions(folder, 1, 512 << 10, 0, _ -> free, Duration.ofMillis(10), Duration.ofMillis(1)),
                meters);
        spool.start(events::addAll);
        spool.awaitReady(SOON);
    }

    public UsageSpool spool() {
        return spool;
    }

    /** From now on the disk has this much room. */
    public void free(long bytes) {
        free = bytes;
    }

    @Override
    public int size() {
        awaitAll();
        return events.size();
    }

    private void awaitAll() {
        Eventually.await(
                SOON,
                "what was settled has come through the spool",
                () -> meters.get("qm.usage.events.waiting").gauge().value() == 0);
    }

    @Override
    public UsageEvent get(int index) {
        awaitAll();
        return events.get(index);
    }

    @Override
    public void close() {
        spool.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
