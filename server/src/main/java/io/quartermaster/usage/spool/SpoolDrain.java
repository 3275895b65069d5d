package io.quartermaster.usage.spool;

import io.quartermaster.usage.UsageEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that brings settled entries from the segments to the database, first those of an earlier process, and lets go of the
 * segments it is done with. While the database is away they stay where they are: on the disk.
 */
final class SpoolDrain {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);
    private static final int LARGEST_BATCH = 2_000;
    private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(10);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final List<SpoolLane> lanes;
    private final SpoolKeeper keeper;
    private final SpoolFolder folder;
    private final SettledEvents sink;
    private final SpoolMetrics metrics;
    private final Duration tick;
    private final List<Path> left;
    private final CompletableFuture<@Nullable Void> replayed = new CompletableFuture<>();
    private final Map<Segment, Integer> drained = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    SpoolDrain(
            SpoolFolder folder,
            List<Path> left,
            List<SpoolLane> lanes,
            SpoolKeeper keeper,
            SettledEvents sink,
            SpoolMetrics metrics,
            Duration tick) {
        this.left = left;
        this.lanes = lanes;
        this.keeper = keeper;
        this.folder = folder;
        this.sink = sink;
        this.metrics = metrics;
        this.tick = tick;
        this.thread = Thread.ofPlatform().daemon().name("usage-ledger").start(this::run);
    }

    /** Done once all that an earlier process left is in the database. */
    CompletableFuture<@Nullable Void> replayed() {
        return replayed;
    }

    private void run() {
        try {
            replayUntilDone();
            while (!closing) {
                if (!turn()) {
                    LockSupport.parkNanos(this, tick.toNanos());
                }
            }
            boolean more = true;
            while (more) {
                more = turn(); // what was settled at the very end
            }
        } catch (InterruptedException ended) {
            LOG.warn(
                    "Usage events wait in the spool: the database did not take them before the end. The next start will"
                            + " write them.");
        }
    }

    private void replayUntilDone() throws InterruptedException {
        while (!replayed.isDone()) {
            try {
                new SpoolReplay(folder, sink, metrics, LARGEST_BATCH).run(left);
                replayed.complete(null);
            } catch (RuntimeException failure) {
                LOG.error("The usage spool of an earlier process cannot be taken up now; it is tried again", failure);
                Thread.sleep(AFTER_A_FAILURE.multipliedBy(10));
            }
        }
    }

    private boolean turn() throws InterruptedException {
        try {
            return drain();
        } catch (RuntimeException failure) {
            LOG.error("Usage events stay in the spool for now: writing them failed", failure);
            Thread.sleep(AFTER_A_FAILURE);
            return closing;
        }
    }

    /** Writes one batch; false when there was less than one, and it may wait for more. */
    private boolean drain() throws InterruptedException {
        List<UsageEvent> batch = new ArrayList<>();
        Map<Segment, Integer> reached = new HashMap<>();
        for (SpoolLane lane : lanes) {
            for (Segment segment : lane.segments()) {
                if (batch.size() < LARGEST_BATCH) {
                    reached.put(segment, read(segment, batch));
                }
            }
        }
        if (!batch.isEmpty()) {
            metrics.writing(true);
            sink.write(batch);
            metrics.writing(false);
            metrics.written(batch.size());
        }
        reached.forEach(this::passed);
        lanes.forEach(this::letGo);
        return batch.size() >= LARGEST_BATCH || (closing && !batch.isEmpty());
    }

    private int read(Segment segment, List<UsageEvent> batch) {
        FrameReader frames =
                new FrameReader(segment.memory(), drained.getOrDefault(segment, SegmentHead.BYTES), segment.end());
        while (batch.size() < LARGEST_BATCH && frames.next()) {
            EntryReader entry = frames.entry();
            if (entry.isSettled()) {
                batch.add(entry.settled());
            }
        }
        if (frames.damaged() > 0) {
            metrics.damaged(frames.damaged());
            LOG.error("A segment of the usage spool was damaged while it was written: {}", segment.file());
        }
        return frames.end();
    }

    private void passed(Segment segment, int until) {
        if (drained.getOrDefault(segment, SegmentHead.BYTES) < until) {
            drained.put(segment, until);
            segment.checkpoint(until);
        }
    }

    private void letGo(SpoolLane lane) {
        for (Segment oldest = lane.segments().peek();
                oldest != null && oldest.isLeft() && isDrained(oldest);
                oldest = lane.segments().peek()) {
            let(lane, oldest);
        }
    }

    private void let(SpoolLane lane, Segment segment) {
        lane.segments().remove(segment);
        drained.remove(segment);
        keeper.delete(segment);
    }

    private boolean isDrained(Segment segment) {
        return drained.getOrDefault(segment, SegmentHead.BYTES) >= segment.end();
    }

    /** Writes what waits, for at most ten seconds; what the database has then leaves nothing behind. */
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(GRACE_AT_CLOSE)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        for (SpoolLane lane : lanes) {
            for (Segment segment : lane.segments()) {
                if (lane.isIdle() && isDrained(segment)) {
                    let(lane, segment);
                }
            }
        }
    }
}
