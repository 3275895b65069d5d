package io.quartermaster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.node.Drift;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Fingerprint;
import io.quartermaster.schema.drift.Severity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile List<Finding> last = List.of();
    private volatile Drift drift = Drift.unknown();

    DriftWatch(DataSource pool, InstantSource clock, MeterRegistry meters) {
        this.pool = pool;
        this.clock = clock;
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
        List<Finding> blocking = compare(connection).orElse(List.of()).stream()
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

    /** As it was found at the last look that could tell. */
    Drift drift() {
        return drift;
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
        Optional<List<Finding>> compared;
        try (Connection connection = pool.getConnection()) {
            compared = compare(connection);
        } catch (SQLException | RuntimeException unavailable) {
            return; // told of by whoever needs the database
        }
        drift = compared.map(found -> Drift.of(differences(found), clock.instant()))
                .orElseGet(Drift::unknown);
        List<Finding> findings = compared.orElse(List.of());
        if (!findings.equals(last)) {
            last = findings;
            warnings().forEach(LOG::warn);
        }
    }

    private static List<Drift.Difference> differences(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new Drift.Difference(finding.severity().word(), finding.kind(), finding.object()))
                .toList();
    }

    /** Empty for a newer schema that this release may run beside: it is not this release's to judge. */
    private static Optional<List<Finding>> compare(Connection connection) throws SQLException {
        return SchemaStanding.of(connection) instanceof SchemaStanding.Current
                ? Optional.of(Fingerprint.compare(connection))
                : Optional.empty();
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
