package io.quartermaster.usage.spool;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.usage.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The segments of a spool as a killed process leaves them, to be changed and to be taken up. */
record CrashImage(Path folder) {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Of a spool that is open: what its folder holds at one moment, so that a segment that goes meanwhile means another look. */
    static CrashImage of(Path spool, Path into) {
        try {
            while (!copied(spool, Files.createDirectories(into))) {
                for (Path part : new CrashImage(into).segments()) {
                    Files.delete(part);
                }
            }
            return new CrashImage(into);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean copied(Path spool, Path into) throws IOException {
        for (Path segment : new CrashImage(spool).segments()) {
            try {
                Files.copy(segment, into.resolve(segment.getFileName()));
            } catch (NoSuchFileException gone) {
                return false;
            }
        }
        return true;
    }

    List<Path> segments() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path only() {
        List<Path> segments = segments();
        if (segments.size() != 1) {
            throw new AssertionError("One segment was expected: " + segments);
        }
        return segments.getFirst();
    }

    /** What is taken up, and how many stretches were damaged. */
    record TakenUp(List<UsageEvent> events, int torn, int settled, int interrupted) {}

    TakenUp takeUp() {
        List<UsageEvent> events = Collections.synchronizedList(new ArrayList<>());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (UsageSpool spool = UsageSpool.open(SpoolTest.options(folder, 0), meters)) {
            Eventually.await(SOON, "it is taken up", spool.start(events::addAll).toCompletableFuture()::isDone);
        }
        return new TakenUp(
                List.copyOf(events),
                (int) meters.get("qm.usage.spool.torn").counter().count(),
                replayed(meters, "settled"),
                replayed(meters, "interrupted"));
    }

    private static int replayed(SimpleMeterRegistry meters, String kind) {
        return (int) meters.get("qm.usage.spool.replayed")
                .tag("kind", kind)
                .counter()
                .count();
    }
}
