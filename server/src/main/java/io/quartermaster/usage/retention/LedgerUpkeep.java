package io.quartermaster.usage.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.LedgerOwner;
import io.quartermaster.platform.db.LedgerPartitions;
import io.quartermaster.tenant.TenantSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger from a thread of its own: looks how far its partitions reach, and, where this node has the owner role, makes them ahead
 * and lets go what no tenant keeps. Of several nodes one does it at a time.
 */
public final class LedgerUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerUpkeep.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    /** With fewer months ahead somebody must be told; a migration makes 24. */
    private static final int FEW_MONTHS = 3;

    /** A database that goes away is told of elsewhere; one that only fails here must be told of in the end. */
    private static final int MOST_QUIET_ROUNDS = 10;

    private static final int LONGEST_TROUBLE = 200;

    private final LedgerPartitions partitions;
    private final Optional<LedgerOwner> owner;
    private final Clock clock;
    private final Optional<Retention> retention;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Counter deleted;
    private final Counter dropped;
    private final Counter failures;
    private volatile int ahead = -1;
    private volatile boolean looked;
    private volatile long unsummed;
    private volatile Optional<String> trouble = Optional.empty();
    private int quietRounds; // of its own thread

    /** @param owner empty where this node has no credentials of the owner role */
    public LedgerUpkeep(
            LedgerPartitions partitions,
            Optional<LedgerOwner> owner,
            TenantSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.partitions = partitions;
        this.owner = owner;
        this.clock = clock;
        this.retention = owner.map(role -> new Retention(role, settings, () -> closing.getCount() == 0));
        Gauge.builder("qm.usage.partitions.ahead", this, upkeep -> upkeep.looked ? upkeep.ahead : Double.NaN)
                .description("Months after this one that the ledger has partitions for; -1 when this one has none")
                .register(meters);
        Gauge.builder("qm.usage.retention.unsummed.days", this, upkeep -> upkeep.unsummed)
                .description("Days of tenants that retention keeps because their sums lack events")
                .register(meters);
        this.deleted = Counter.builder("qm.usage.retention.deleted")
                .description("Usage events that retention deleted one by one on this node")
                .register(meters);
        this.dropped = Counter.builder("qm.usage.retention.dropped.months")
                .description("Months of the ledger that retention dropped on this node")
                .register(meters);
        this.failures = Counter.builder("qm.usage.upkeep.failures")
                .description("Rounds of keeping the ledger that failed and are tried again")
                .register(meters);
    }

    /** Begins, and goes on every hour. */
    public void start() {
        var _ = Thread.ofVirtual().name("ledger-upkeep").start(this::run);
    }

    /** What somebody should do about the ledger's partitions, in sentences. */
    public List<String> warnings() {
        return Stream.concat(partitionWarnings().stream(), trouble.stream()).toList();
    }

    private List<String> partitionWarnings() {
        if (!looked || ahead >= FEW_MONTHS) {
            return List.of();
        }
        YearMonth end = YearMonth.now(clock.withZone(ZoneOffset.UTC)).plusMonths(ahead + 1L);
        return List.of("The ledger has partitions until the end of " + end.minusMonths(1)
                + " only. Run quartermaster migrate with the owner role, or give serve QM_DATABASE_OWNER_USER and"
                + " QM_DATABASE_OWNER_PASSWORD, with which it makes them itself.");
    }

    private void run() {
        try {
            Duration pause;
            do {
                pause = tryRound() ? PAUSE : PAUSE_AFTER_FAILURE;
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due now; false when that failed and is to be tried again soon. */
    boolean tryRound() {
        try {
            round();
            quietRounds = 0;
            if (trouble.isPresent()) {
                LOG.info("The ledger is kept again");
                trouble = Optional.empty();
            }
            return true;
        } catch (DatabaseUnavailable away) {
            LOG.debug("The ledger is kept later", away);
            if (++quietRounds >= MOST_QUIET_ROUNDS) {
                tell(away);
            }
        } catch (RuntimeException failure) {
            tell(failure);
        }
        return false;
    }

    /** In the log once for each trouble, and not every minute. */
    private void tell(RuntimeException failure) {
        failures.increment();
        String what = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        String told = "The ledger is not kept as it should be, which is tried again every minute: "
                + what.substring(0, Math.min(what.length(), LONGEST_TROUBLE));
        if (!trouble.equals(Optional.of(told))) {
            LOG.warn(told, failure);
            trouble = Optional.of(told);
        }
    }

    /** Does what is due now. */
    void round() {
        look();
        owner.ifPresent(role -> role.inTurn(() -> keep(role)));
        partitionWarnings().forEach(LOG::warn);
    }

    private void look() {
        ahead = partitions.ahead();
        looked = true;
    }

    /** Months that cannot be made keep nothing from being let go. */
    private void keep(LedgerOwner role) {
        try {
            make(role);
        } finally {
            letGo();
        }
    }

    private void make(LedgerOwner role) {
        List<YearMonth> made = role.create(partitions.firstDue(), partitions.lastDue());
        if (!made.isEmpty()) {
            LOG.info("Made partitions of the ledger for {}", made);
            look();
        }
    }

    private void letGo() {
        retention.ifPresent(letting -> {
            Retention.Outcome outcome = letting.letGo(clock.instant());
            deleted.increment((double) outcome.deleted());
            dropped.increment(outcome.dropped().size());
            unsummed = outcome.unsummed();
            if (outcome.deleted() > 0) {
                LOG.info(
                        "Deleted {} usage events that their tenants no longer keep; their sums stay",
                        outcome.deleted());
            }
            outcome.failure().ifPresent(failure -> {
                throw failure;
            });
        });
    }

    /** What it is doing ends within a statement or two. */
    @Override
    public void close() {
        closing.countDown();
    }
}
