package io.quartermaster.usage.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does for the event loops what touches the disk: makes segments ahead, forces what was written, deletes. */
final class SpoolKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolKeeper.class);
    private static final Duration BEFORE_RETRY = Duration.ofSeconds(1);

    private final SpoolFolder folder;
    private final List<SpoolLane> lanes;
    private final Duration force;
    private final AtomicInteger wanted;
    private final Queue<Segment> prepared = new ConcurrentLinkedQueue<>();
    private final Queue<Segment> done = new ConcurrentLinkedQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean failing;
    private volatile boolean closing;
    private boolean forceFailing;
    private long retryAt;

    SpoolKeeper(SpoolFolder folder, List<SpoolLane> lanes, SpoolOptions options) {
        this.folder = folder;
        this.lanes = lanes;
        this.force = options.force();
        this.wanted = new AtomicInteger(options.lanes());
        this.thread = Thread.ofPlatform().daemon().name("usage-spool").start(this::run);
    }

    /** Asks for one more segment; does not wait. */
    void prepareOne() {
        wanted.incrementAndGet();
        LockSupport.unpark(thread);
    }

    @Nullable
    Segment takePrepared() {
        return prepared.poll();
    }

    /** Whether the disk refuses: then calls are, as soon as what was prepared is used up. */
    boolean isFailing() {
        return failing;
    }

    /** Waits until the first segments are there, or cannot be made now. */
    void awaitReady(Duration patience) {
        try {
            if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The usage spool takes long to get its first segments; calls are refused until it has them");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a segment that nobody needs any more. */
    void delete(Segment segment) {
        done.add(segment);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closing) {
            try {
                work();
            } catch (RuntimeException bug) {
                LOG.error("The usage spool's keeper failed and goes on", bug);
            }
            LockSupport.parkNanos(this, force.toNanos());
        }
        work();
    }

    private void work() {
        deleteDone();
        if (wanted.get() > 0 && !closing && (!failing || System.nanoTime() - retryAt >= 0)) {
            prepare();
        }
        first.countDown();
        forceAll();
    }

    private void forceAll() {
        for (SpoolLane lane : lanes) {
            lane.segments().forEach(this::force);
        }
    }

    private void deleteDone() {
        for (Segment segment = done.poll(); segment != null; segment = done.poll()) {
            segment.unmap();
            folder.delete(segment.file());
        }
    }

    private void prepare() {
        try {
            while (wanted.get() > 0 && !closing) {
                forceAll(); // a new segment is many megabytes to write, and what calls used must not wait for it
                prepared.add(folder.create());
                wanted.decrementAndGet();
            }
            if (failing) {
                failing = false;
                LOG.info("The usage spool has room again");
            }
        } catch (IOException full) {
            retryAt = System.nanoTime() + BEFORE_RETRY.toNanos();
            if (!failing) {
                failing = true;
                LOG.error(
                        "The usage spool in {} cannot get another segment ({}); calls are refused once the last one is full."
                                + " Make room on that disk.",
                        folder.path(),
                        full.getMessage());
            }
        }
    }

    private void force(Segment segment) {
        try {
            segment.force();
            forceFailing = false;
        } catch (UncheckedIOException failure) {
            if (!forceFailing) {
                forceFailing = true;
                LOG.error("The usage spool could not be forced to the disk: a power failure may lose usage", failure);
            }
        }
    }

    /** Deletes what is done with, and what was made and not used. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Segment segment = prepared.poll(); segment != null; segment = prepared.poll()) {
            segment.unmap();
            folder.delete(segment.file());
        }
    }
}
