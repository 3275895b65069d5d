package io.quartermaster.usage.spool;

import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what an earlier process left: its settled events as they are, and of each call whose end it did not see one interrupted
 * event. Both have the keys they always had, so doing it again changes nothing.
 */
final class SpoolReplay {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolReplay.class);

    private final SpoolFolder folder;
    private final SettledEvents sink;
    private final SpoolMetrics metrics;
    private final int largestBatch;
    private final Map<UUID, Unended> unended = new LinkedHashMap<>();
    private final List<UsageEvent> batch = new ArrayList<>();
    private int settled;

    SpoolReplay(SpoolFolder folder, SettledEvents sink, SpoolMetrics metrics, int largestBatch) {
        this.folder = folder;
        this.sink = sink;
        this.metrics = metrics;
        this.largestBatch = largestBatch;
    }

    /** Where a call was last heard of, and what its client had been given. */
    private record Unended(StartedCall call, long delivered, Path segment) {}

    /**
     * Goes through the segments, oldest first, and deletes each when nothing in it is needed any more.
     */
    void run(List<Path> segments) throws InterruptedException {
        List<Path> kept = new ArrayList<>();
        for (Path segment : segments) {
            if (Files.exists(segment) && read(segment)) { // an attempt that failed may have come further than this one
                flush();
                kept.add(segment);
                deleteUnneeded(kept);
            }
        }
        int interrupted = unended.size();
        for (Unended call : unended.values()) {
            add(call.call().interrupted(call.delivered()));
        }
        flush();
        unended.clear();
        deleteUnneeded(kept);
        metrics.replayed(settled, interrupted);
        if (!segments.isEmpty()) {
            LOG.info(
                    "The usage spool of an earlier process was taken up: {} settled calls, {} interrupted ones",
                    settled,
                    interrupted);
        }
    }

    /** False for a segment that this release cannot read to its end, and which is left alone therefore. */
    private boolean read(Path segment) throws InterruptedException {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            ByteBuffer memory = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena)
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            boolean whole = SegmentHead.isWhole(memory);
            if (whole && SegmentHead.version(memory) > SegmentHead.VERSION) {
                LOG.error(
                        "{} was written by a later release: start that one on this folder, or move the file away",
                        segment);
                return false;
            }
            int checkpoint = whole ? SegmentHead.checkpoint(memory) : SegmentHead.BYTES;
            FrameReader frames = new FrameReader(memory, SegmentHead.BYTES, memory.capacity());
            boolean understood = true;
            while (frames.next()) {
                understood &= take(frames, segment, checkpoint);
            }
            if (frames.damaged() > 0) {
                metrics.damaged(frames.damaged());
                LOG.warn(
                        "{} had {} stretches without a whole entry, which were passed over: one at its end is a crash, more is damage",
                        segment,
                        frames.damaged());
            }
            if (!understood) {
                flush();
                LOG.error(
                        "{} has whole entries that this release cannot read; it is kept, and no more looked at",
                        folder.setAside(segment));
            }
            return understood;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + segment, unreadable);
        }
    }

    /** False for an entry that cannot be read although it is whole. */
    private boolean take(FrameReader frames, Path segment, int checkpoint) throws InterruptedException {
        try {
            EntryReader entry = frames.entry();
            switch (entry.requireKind()) {
                case STARTED -> {
                    StartedCall call = entry.started();
                    unended.put(entry.call(), new Unended(call, frames.count(), segment));
                }
                case WITHDRAWN -> unended.remove(entry.call());
                case SETTLED -> {
                    unended.remove(entry.call());
                    if (frames.at() >= checkpoint) {
                        settled++;
                        add(entry.settled());
                    }
                }
            }
            return true;
        } catch (UnknownEntry unknown) {
            LOG.error("An entry at {} of {}", frames.at(), segment, unknown);
            return false;
        }
    }

    private void add(UsageEvent event) throws InterruptedException {
        batch.add(event);
        if (batch.size() >= largestBatch) {
            flush();
        }
    }

    private void flush() throws InterruptedException {
        if (!batch.isEmpty()) {
            metrics.writing(true);
            sink.write(List.copyOf(batch));
            metrics.writing(false);
            batch.clear();
        }
    }

    /** All that is settled in them is in the database, so only who still needs an end holds a segment. */
    private void deleteUnneeded(List<Path> kept) {
        Map<Path, Boolean> needed = new HashMap<>();
        unended.values().forEach(call -> needed.put(call.segment(), true));
        kept.removeIf(segment -> {
            if (needed.containsKey(segment)) {
                return false;
            }
            folder.delete(segment);
            return true;
        });
    }
}
