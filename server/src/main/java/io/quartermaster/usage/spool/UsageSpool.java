package io.quartermaster.usage.spool;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The local, crash-proof place of what calls use, until the database has it. Opened, it takes calls; started, it writes to the
 * database, first what an earlier process left.
 */
public final class UsageSpool implements AutoCloseable {

    private final SpoolOptions options;
    private final SpoolFolder folder;
    private final List<Path> left;
    private final List<SpoolLane> lanes = new CopyOnWriteArrayList<>();
    private final SpoolKeeper keeper;
    private final SpoolMetrics metrics;
    private @Nullable SpoolDrain drain;

    private UsageSpool(SpoolOptions options, SpoolFolder folder, MeterRegistry registry) {
        this.options = options;
        this.folder = folder;
        this.left = folder.found();
        this.keeper = new SpoolKeeper(folder, lanes, options);
        this.metrics = new SpoolMetrics(registry, folder, keeper);
    }

    /**
     * Takes the folder for this process.
     *
     * @throws SpoolUnavailable when another process has it, or it cannot be written
     */
    public static UsageSpool open(SpoolOptions options, MeterRegistry registry) {
        SpoolFolder folder = SpoolFolder.open(options);
        try {
            return new UsageSpool(options, folder, registry);
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
    }

    /**
     * Begins to write to the database.
     *
     * @return done once everything that an earlier process left is there: what it had started and not ended, too
     */
    public CompletionStage<@Nullable Void> start(SettledEvents sink) {
        SpoolDrain started = new SpoolDrain(folder, left, lanes, keeper, sink, metrics, options.tick());
        drain = started;
        return started.replayed();
    }

    /** A lane for the event loop that asks; it is used there only. */
    public SpoolLane lane() {
        SpoolLane lane = new SpoolLane(this);
        lanes.add(lane);
        return lane;
    }

    /** Waits for the first segments; a disk that refuses them is not waited for. */
    public void awaitReady(Duration patience) {
        keeper.awaitReady(patience);
    }

    /** What its segments take on the disk. */
    public long bytes() {
        return folder.bytes();
    }

    SpoolKeeper keeper() {
        return keeper;
    }

    int segmentBytes() {
        return options.segmentBytes();
    }

    void settled() {
        metrics.settled();
    }

    void refused() {
        metrics.refused();
    }

    /** Brings to the database what it takes within ten seconds; the rest waits in the folder for the next start. */
    @Override
    public void close() {
        if (drain != null) {
            drain.close();
        }
        keeper.close();
        folder.close();
    }
}
