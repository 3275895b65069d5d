package io.quartermaster.usage.retention;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.LedgerOwner;
import io.quartermaster.tenant.SettingName;
import io.quartermaster.tenant.TenantSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go what tenants no longer keep of the ledger: a month that nobody keeps is dropped whole, and of other months the rows of whole
 * days are deleted. A day whose events are not all in the sums stays, and is told.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 5_000;

    /** The ledger waits with events that have no partition for as long as they are not older than 35 days. */
    private static final Duration STILL_EXPECTED = Duration.ofDays(36);

    private final LedgerOwner owner;
    private final TenantSettings settings;
    private final BooleanSupplier enough;
    private final RetentionStore store = new RetentionStore();

    /** @param enough whether to stop before it is done; the next time goes on */
    Retention(LedgerOwner owner, TenantSettings settings, BooleanSupplier enough) {
        this.owner = owner;
        this.settings = settings;
        this.enough = enough;
    }

    /**
     * What was done.
     *
     * @param unsummed days that stay because their sums lack events
     * @param failure of the first month or tenant that could not be let go of; it kept no other
     */
    record Outcome(List<YearMonth> dropped, long deleted, long unsummed, Optional<RuntimeException> failure) {}

    /** @param keptFrom empty when it keeps all */
    private record Keeper(TenantId tenant, Optional<Instant> keptFrom) {

        boolean keepsPartOf(Instant end) {
            return keptFrom.isEmpty() || keptFrom.get().isBefore(end);
        }
    }

    Outcome letGo(Instant now) {
        List<Keeper> keepers = keepers(now);
        if (keepers.stream().allMatch(keeper -> keeper.keptFrom().isEmpty())) {
            return new Outcome(List.of(), 0, 0, Optional.empty());
        }
        List<RuntimeException> failures = new ArrayList<>();
        List<YearMonth> dropped = new ArrayList<>();
        for (YearMonth month : owner.months()) {
            boolean over = !end(month).plus(STILL_EXPECTED).isAfter(now);
            if (over && !enough.getAsBoolean()) {
                try {
                    if (drop(month, keepers)) {
                        dropped.add(month);
                    }
                } catch (RuntimeException stuck) { // what else is due goes nevertheless
                    failures.add(stuck);
                }
            }
        }
        long deleted = 0;
        long unsummed = 0;
        for (Keeper keeper : keepers) {
            if (keeper.keptFrom().isPresent() && !enough.getAsBoolean()) {
                try {
                    Rows rows = deleteRows(keeper.tenant(), keeper.keptFrom().get());
                    deleted += rows.deleted();
                    unsummed += rows.unsummed();
                } catch (DatabaseUnavailable away) { // for everybody: nobody else is waited for
                    failures.add(away);
                    break;
                } catch (RuntimeException stuck) {
                    failures.add(stuck);
                }
            }
        }
        return new Outcome(dropped, deleted, unsummed, failures.stream().findFirst());
    }

    private boolean drop(YearMonth month, List<Keeper> keepers) {
        if (!isNobodys(month, keepers)) {
            return false;
        }
        boolean gone = owner.drop(month);
        if (gone) {
            LOG.info("Dropped the usage events of {}, which no tenant keeps; their sums by day stay", month);
        } else {
            LOG.info("The ledger is in use; its events of {}, which no tenant keeps, go later", month);
        }
        return gone;
    }

    private List<Keeper> keepers(Instant now) {
        Database database = owner.database();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        return database.inDeployment(store::tenants).stream()
                .map(tenant -> new Keeper(
                        tenant,
                        database.readTenant(tenant, tx -> settings.value(tx, SettingName.USAGE_RETENTION_DAYS))
                                .map(days -> today.minus(Duration.ofDays(days)))))
                .toList();
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Instant end(YearMonth month) {
        return start(month.plusMonths(1));
    }

    /** Whether no tenant keeps an event of the month, and all that is there is in the sums. */
    private boolean isNobodys(YearMonth month, List<Keeper> keepers) {
        for (Keeper keeper : keepers) {
            for (Optional<Instant> next = first(keeper.tenant(), start(month), end(month)); next.isPresent(); ) {
                Instant day = next.get().truncatedTo(ChronoUnit.DAYS);
                if (keeper.keepsPartOf(end(month)) || !isSummed(keeper.tenant(), day)) {
                    return false;
                }
                next = first(keeper.tenant(), day.plus(Duration.ofDays(1)), end(month));
            }
        }
        return true;
    }

    private record Rows(long deleted, long unsummed) {}

    private Rows deleteRows(TenantId tenant, Instant keptFrom) {
        long deleted = 0;
        long unsummed = 0;
        Optional<Instant> next = first(tenant, Instant.EPOCH, keptFrom);
        while (next.isPresent() && !enough.getAsBoolean()) {
            Instant day = next.get().truncatedTo(ChronoUnit.DAYS);
            Instant after = day.plus(Duration.ofDays(1));
            if (isSummed(tenant, day)) {
                deleted += deleteDay(tenant, day, after);
            } else {
                unsummed++;
                LOG.error(
                        "Usage events of tenant {} of the day that began at {} are not all in its sums, so they are kept"
                                + " although they are older than it keeps",
                        tenant,
                        day);
            }
            next = first(tenant, after, keptFrom);
        }
        return new Rows(deleted, unsummed);
    }

    private long deleteDay(TenantId tenant, Instant day, Instant after) {
        long deleted = 0;
        int batch = BATCH;
        while (batch == BATCH && !enough.getAsBoolean()) {
            batch = owner.database().append(tenant, tx -> store.delete(tx, day, after, BATCH));
            deleted += batch;
        }
        return deleted;
    }

    private Optional<Instant> first(TenantId tenant, Instant from, Instant before) {
        return owner.database().readTenant(tenant, tx -> store.first(tx, from, before));
    }

    private boolean isSummed(TenantId tenant, Instant day) {
        return owner.database().readTenant(tenant, tx -> store.isSummed(tx, day));
    }
}
