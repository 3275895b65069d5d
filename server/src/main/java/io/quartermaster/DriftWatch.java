package io.quartermaster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Fingerprint;
import io.quartermaster.schema.drift.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database's schema is what this release was built with, by its fingerprint: asked before the start, which a blocking
 * difference stops, and every few minutes from then on, when it can only be told of.
 */
final class DriftWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int TOLD = 3;
    private static final String WAY_OUT = "\"quartermaster schema verify\" tells all of it, and how to mend it.";

    private final DataSource pool;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile List<Finding> last = List.of();

    DriftWatch(DataSource pool, MeterRegistry meters) {
        this.pool = pool;
        for (Severity severity : Severity.values()) {
            Gauge.builder("qm.schema.drift", this, watch -> watch.count(severity))
                    .tag("severity", severity.word())
                    .description("Differences between the database's schema and this release's, at the last look")
                    .register(meters);
        }
    }

    /**
     * Looks once, before anything is served.
     *
     * @throws CannotStart on a blocking difference
     */
    static void requireNone(Connection connection) throws SQLException {
        List<Finding> blocking = compare(connection).stream()
                .filter(finding -> finding.severity() == Severity.BLOCKING)
                .toList();
        if (!blocking.isEmpty()) {
            throw new CannotStart("The database's schema is not the one that this release works with: "
                    + sentence(blocking) + " " + WAY_OUT);
        }
    }

    /** Begins, and looks again every few minutes. */
    void start() {
        var _ = Thread.ofVirtual().name("drift-watch").start(this::run);
    }

    /** For whoever looks after this node. */
    List<String> warnings() {
        List<Finding> findings = last;
        return findings.isEmpty()
                ? List.of()
                : List.of("The database's schema differs from this release's: " + sentence(findings) + " " + WAY_OUT);
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<Finding> findings;
        try (Connection connection = pool.getConnection()) {
            findings = compare(connection);
        } catch (SQLException | RuntimeException unavailable) {
            return; // told of by whoever needs the database
        }
        if (!findings.equals(last)) {
            last = findings;
            warnings().forEach(LOG::warn);
        }
    }

    /** A newer schema that this release may run beside is not this release's to judge. */
    private static List<Finding> compare(Connection connection) throws SQLException {
        return SchemaStanding.of(connection) instanceof SchemaStanding.Current
                ? Fingerprint.compare(connection)
                : List.of();
    }

    private long count(Severity severity) {
        return last.stream().filter(finding -> finding.severity() == severity).count();
    }

    /** The first of them, and how many more there are. */
    static String sentence(List<Finding> findings) {
        String told = findings.stream()
                .limit(TOLD)
                .map(finding -> finding.kind().replace('_', ' ') + " (" + finding.object() + ")")
                .collect(Collectors.joining(", "));
        return findings.size() > TOLD ? told + " and " + (findings.size() - TOLD) + " more." : told + ".";
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
