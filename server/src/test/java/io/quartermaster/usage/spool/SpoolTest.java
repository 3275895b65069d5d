package io.quartermaster.usage.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool and the database behind it, which may be away. */
final class SpoolTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SEGMENT = 64 << 10;

    @TempDir
    private Path folder;

    private final SampleCalls calls = new SampleCalls();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<UsageEvent> written = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch database = new CountDownLatch(1);
    private volatile long free = Long.MAX_VALUE;
    private final List<UsageSpool> open = new ArrayList<>();

    @AfterEach
    void close() {
        database.countDown();
        open.forEach(UsageSpool::close);
    }

    @Test
    void aSettledCallReachesTheDatabaseAsItHappenedAndLeavesNothingBehind() {
        UsageSpool spool = open();
        database.countDown();
        SpoolLane lane = spool.lane();
        StartedCall full = calls.full();
        StartedCall bare = calls.bare();
        settle(lane, full);
        settle(lane, bare);
        lane.open(calls.full()).orElseThrow().withdraw();

        Eventually.await(SOON, "they are written", () -> written.size() == 2);
        assertThat(written).containsExactly(SampleCalls.settled(full), SampleCalls.settled(bare));
        closeAll();
        assertThat(segments(folder)).isEmpty();
    }

    @Test
    void aCrashLosesNoSettledCallAndEndsEachOpenOneOnceHoweverOftenItIsTakenUp() { // gateway case 27
        UsageSpool spool = open();
        SpoolLane lane = spool.lane();
        StartedCall settled = calls.full();
        settle(lane, settled);
        StartedCall streaming = calls.full();
        SpooledCall stream = lane.open(streaming).orElseThrow();
        stream.delivers(41);
        stream.delivers(42);
        stream.delivers(7);
        StartedCall elsewhere = calls.full();
        lane.open(streamOf(elsewhere, "first")).orElseThrow().goesOn(elsewhere);
        lane.open(calls.full()).orElseThrow().withdraw();
        StartedCall free = calls.bare();
        assertThat(lane.open(free)).isPresent();

        CrashImage.TakenUp once = crash("once").takeUp();
        CrashImage.TakenUp twice = crash("twice").takeUp();

        assertThat(once.events())
                .containsExactlyInAnyOrder(
                        SampleCalls.settled(settled),
                        streaming.interrupted(42),
                        elsewhere.interrupted(0),
                        free.interrupted(0));
        assertThat(once.settled()).isEqualTo(1);
        assertThat(once.interrupted()).isEqualTo(3);
        assertThat(once.torn()).isZero();
        assertThat(twice).isEqualTo(once);
        assertThat(segments(folder.resolve("once"))).as("what is taken up goes").isEmpty();
    }

    @Test
    void anInterruptedCallIsChargedForWhatWasDeliveredAndNeverMoreThanWasReserved() { // gateway case 27
        StartedCall call = calls.full();
        assertThat(call.interrupted(42)).satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(UsageEvent.Outcome.INTERRUPTED);
            assertThat(event.tokens().estimated()).isTrue();
            assertThat(event.tokens().input()).hasValue(100);
            assertThat(event.tokens().output()).hasValue(42);
            assertThat(event.charge().costMicros()).hasValue(250 + 420 + 10_000);
        });
        assertThat(call.interrupted(Long.MAX_VALUE).tokens().output()).hasValue(SampleCalls.MOST_OUTPUT);
        assertThat(call.interrupted(0).charge().costMicros())
                .as("what was sent, without the fee for an answer")
                .hasValue(250);
    }

    @Test
    void whileTheDatabaseIsAwayEventsStayOnTheDiskAndAllComeOnceWhenItIsBack() {
        SpoolLane lane = open().lane();
        List<UsageEvent> expected = new ArrayList<>();
        for (int each = 0; each < 2_500; each++) {
            StartedCall call = calls.full();
            Eventually.await(SOON, "there is a segment", () -> {
                Optional<SpooledCall> spooled = lane.open(call);
                spooled.ifPresent(one -> one.settle(SampleCalls.settled(call)));
                return spooled.isPresent();
            });
            expected.add(SampleCalls.settled(call));
        }
        assertThat(segments(folder)).hasSizeGreaterThan(10);
        assertThat(gauge("qm.usage.events.waiting")).isEqualTo(2_500);
        assertThat(gauge("qm.usage.spool.bytes")).isEqualTo(segments(folder).size() * (double) SEGMENT);
        Eventually.await(SOON, "the wait is told", () -> gauge("qm.usage.spool.waiting") > 0.01);

        database.countDown();
        Eventually.await(SOON, "all are written", () -> written.size() == 2_500);
        assertThat(written).containsExactlyElementsOf(expected);
        Eventually.await(
                SOON, "what is written is deleted", () -> segments(folder).size() <= 2);
        assertThat(gauge("qm.usage.events.waiting")).isZero();
    }

    @Test
    void aLongCallKeepsNoOldSegmentAndIsNotLostWithIt() {
        database.countDown();
        SpoolLane lane = open().lane();
        StartedCall endless = calls.full();
        SpooledCall stream = lane.open(endless).orElseThrow();
        for (int each = 0; each < 1_000; each++) {
            int count = each;
            Eventually.await(SOON, "there is a segment", () -> {
                Optional<SpooledCall> spooled = lane.open(calls.bare());
                spooled.ifPresent(SpooledCall::withdraw);
                stream.delivers(count);
                return spooled.isPresent();
            });
        }
        Eventually.await(SOON, "old ones are deleted", () -> segments(folder).size() <= 2);

        assertThat(crash("image").takeUp().events()).containsExactly(endless.interrupted(999));
        stream.settle(SampleCalls.settled(endless));
        Eventually.await(SOON, "it is written", () -> written.contains(SampleCalls.settled(endless)));
        assertThat(written).hasSize(1);
    }

    @Test
    void aFullDiskRefusesNewCallsLetsRunningOnesEndAndIsGotOver() {
        SpoolLane lane = open().lane();
        free = 0;
        List<SpooledCall> running = new ArrayList<>();
        List<StartedCall> started = new ArrayList<>();
        for (int each = 0; each < 5; each++) {
            started.add(calls.full());
            running.add(lane.open(started.getLast()).orElseThrow());
        }
        assertThat(fill(lane)).as("what was prepared is used").isGreaterThan(50);
        Eventually.await(SOON, "it is told", () -> gauge("qm.usage.spool.full") == 1);
        for (int each = 0; each < running.size(); each++) {
            running.get(each).delivers(each);
            running.get(each).settle(SampleCalls.settled(started.get(each)));
        }
        assertThat(fill(lane)).as("what was set aside is used").isPositive();
        assertThat(meters.get("qm.usage.spool.refused").counter().count()).isEqualTo(2);
        assertThat(crash("image").takeUp().events())
                .hasSize(running.size())
                .allSatisfy(event -> assertThat(event.outcome()).isEqualTo(UsageEvent.Outcome.COMPLETED));

        free = Long.MAX_VALUE;
        Eventually.await(
                SOON, "calls are taken again", () -> lane.open(calls.full()).isPresent());
        assertThat(gauge("qm.usage.spool.full")).isZero();
    }

    @Test
    void whatTheDatabaseHasIsNotWrittenAgainAfterACrash() {
        database.countDown();
        SpoolLane lane = open().lane();
        settle(lane, calls.full());
        Eventually.await(SOON, "the first is written", () -> written.size() == 1);
        Eventually.await(
                SOON,
                "and noted",
                () -> crash("image" + System.nanoTime()).takeUp().events().isEmpty());
        StartedCall later = calls.full();
        assertThat(lane.open(later)).isPresent();
        assertThat(crash("later").takeUp().events()).containsExactly(later.interrupted(0));
    }

    @Test
    void aFolderIsOfOneProcess() {
        open();
        assertThatThrownBy(this::open)
                .isInstanceOf(SpoolUnavailable.class)
                .hasMessageContaining("is in use by another running server")
                .hasMessageContaining("QM_DATA_DIR");
    }

    @Test
    void aSegmentOfALaterReleaseIsLeftAlone() throws IOException {
        SpoolLane lane = open().lane();
        settle(lane, calls.full());
        CrashImage image = crash("image");
        Segments.ofVersion(image.only(), SegmentHead.VERSION + 1);

        assertThat(image.takeUp().events()).isEmpty();
        assertThat(image.segments()).hasSize(1);
        Segments.ofVersion(image.only(), SegmentHead.VERSION);
        assertThat(image.takeUp().events()).hasSize(1);
    }

    static SpoolOptions options(Path folder, int lanes) {
        return options(folder, lanes, () -> Long.MAX_VALUE);
    }

    private interface Free {
        long bytes();
    }

    private static SpoolOptions options(Path folder, int lanes, Free free) {
        return new SpoolOptions(
                folder, lanes, SEGMENT, 0, _ -> free.bytes(), Duration.ofMillis(1), Duration.ofMillis(1));
    }

    private UsageSpool open() {
        UsageSpool spool = UsageSpool.open(options(folder, 1, () -> free), meters);
        open.add(spool);
        spool.start(events -> {
            database.await();
            written.addAll(events);
        });
        spool.awaitReady(SOON);
        return spool;
    }

    private void closeAll() {
        open.forEach(UsageSpool::close);
        open.clear();
    }

    private CrashImage crash(String name) {
        return CrashImage.of(folder, folder.resolve(name));
    }

    private static void settle(SpoolLane lane, StartedCall call) {
        lane.open(call).orElseThrow().settle(SampleCalls.settled(call));
    }

    private static StartedCall streamOf(StartedCall call, String model) {
        return new StartedCall(
                call.tenant(),
                call.occurredAt(),
                call.id(),
                call.requestId(),
                call.apiKey(),
                call.user(),
                call.route(),
                call.modelType(),
                call.modelConfig(),
                call.family(),
                model,
                call.providerConfig(),
                call.credentialSource(),
                call.streamed(),
                call.attempts(),
                call.fallbackFrom(),
                call.pricing(),
                call.inputTokens(),
                call.mostOutputTokens(),
                call.asked());
    }

    /** Calls until one is refused; how many were not. */
    private int fill(SpoolLane lane) {
        int calls = 0;
        for (Optional<SpooledCall> one = lane.open(this.calls.bare());
                one.isPresent();
                one = lane.open(this.calls.bare())) {
            one.get().withdraw();
            calls++;
        }
        return calls;
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private static List<Path> segments(Path in) {
        return new CrashImage(in).segments();
    }
}
