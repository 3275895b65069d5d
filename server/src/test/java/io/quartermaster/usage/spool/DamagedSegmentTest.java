package io.quartermaster.usage.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of a segment that was cut or changed: two calls, one after the other, and in this order in the file: the first's start and
 * end, the second's start and end.
 */
final class DamagedSegmentTest {

    @TempDir
    private Path folder;

    private final SampleCalls calls = new SampleCalls();
    private final StartedCall first = calls.full();
    private final StartedCall second = calls.full();
    private UsageSpool spool;
    private byte[] whole;
    private List<Segments.Place> frames;
    private int image;

    @BeforeEach
    void write() throws IOException {
        spool = UsageSpool.open(SpoolTest.options(folder, 1), new SimpleMeterRegistry());
        spool.awaitReady(Duration.ofSeconds(10));
        SpoolLane lane = spool.lane();
        lane.open(first).orElseThrow().settle(SampleCalls.settled(first));
        SpooledCall stream = lane.open(second).orElseThrow();
        stream.delivers(5);
        stream.settle(SampleCalls.settled(second));
        whole = Files.readAllBytes(new CrashImage(folder).only());
        frames = Segments.frames(whole);
        assertThat(frames).hasSize(4);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void aTornTailIsDroppedWhereverItIsTorn() throws IOException { // gateway case 27
        Segments.Place last = frames.getLast();
        int body = last.from()
                + Frame.HEAD
                + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(last.from());
        for (int cut = last.from(); cut < last.to(); cut++) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, cut, last.to(), (byte) 0);
            assertTaken(takeUp(zeroed), cut, Arrays.equals(zeroed, whole));
            assertTaken(takeUp(Arrays.copyOf(whole, cut)), cut, cut >= body);
        }
    }

    private void assertTaken(CrashImage.TakenUp taken, int cut, boolean complete) {
        UsageEvent end = complete ? SampleCalls.settled(second) : second.interrupted(5);
        assertThat(taken.events()).as("cut at %s", cut).containsExactly(SampleCalls.settled(first), end);
    }

    @Test
    void everyFlippedBitIsNoticedAndHurtsNoOtherEntry() throws IOException {
        Segments.Place end = frames.get(1);
        for (int at = end.from(); at < end.to(); at++) {
            for (int bit = 0; bit < 8; bit += 3) {
                CrashImage.TakenUp taken = takeUp(flipped(at, bit));
                if (taken.torn() == 0) { // its slot, which nobody reads, or the zeros behind it
                    assertThat(taken.events()).containsExactly(SampleCalls.settled(first), SampleCalls.settled(second));
                } else {
                    assertThat(taken.events())
                            .as("bit %s of byte %s", bit, at)
                            .containsExactly(SampleCalls.settled(second), first.interrupted(0));
                }
            }
        }
    }

    @Test
    void aCountThatCannotBeReadIsTakenForTheMost() throws IOException {
        Segments.Place start = frames.get(2);
        byte[] running = whole.clone();
        Arrays.fill(running, frames.get(3).from(), frames.get(3).to(), (byte) 0);
        for (int at = start.from() + Frame.SLOT; at < start.from() + Frame.HEAD; at++) {
            byte[] damaged = running.clone();
            damaged[at] ^= 4;
            assertThat(takeUp(damaged).events())
                    .as("byte %s", at)
                    .containsExactly(SampleCalls.settled(first), second.interrupted(Long.MAX_VALUE));
        }
    }

    @Test
    void aDamagedHeadCostsNoEntry() throws IOException {
        for (int at = 0; at < SegmentHead.BYTES; at++) {
            assertThat(takeUp(flipped(at, 1)).events())
                    .as("byte %s", at)
                    .containsExactly(SampleCalls.settled(first), SampleCalls.settled(second));
        }
    }

    @Test
    void anEmptyFileIsNothing() throws IOException {
        assertThat(takeUp(new byte[0]).events()).isEmpty();
        assertThat(takeUp(new byte[SegmentHead.BYTES + 3]).events()).isEmpty();
    }

    private byte[] flipped(int at, int bit) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        return damaged;
    }

    private CrashImage.TakenUp takeUp(byte[] segment) throws IOException {
        Path into = Files.createDirectory(folder.resolve("image" + image++));
        Files.write(into.resolve("1.spool"), segment);
        return new CrashImage(into).takeUp();
    }
}
