package io.quartermaster.usage;

import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.TenantAppendTx;
import io.quartermaster.usage.RefusedEvents.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Reads events that the database once refused back into the ledger: each as often as somebody likes, counted once. */
public final class RefusedReplay {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedReplay.class);

    /** What budgets had reserved for them was let go when they were refused; their sums move with the days'. */
    private static final UsageFollower NOBODY = new UsageFollower() {
        @Override
        public void posting(TenantAppendTx tx, List<UsageEvent> inserted) {}

        @Override
        public void posted(List<UsageEvent> events) {}
    };

    private final Database database;
    private final RefusedEvents refused;
    private final UsagePosting posting;

    public RefusedReplay(Database database, RefusedEvents refused, InstantSource clock) {
        this.database = database;
        this.refused = refused;
        this.posting = new UsagePosting(NOBODY, clock);
    }

    /**
     * What became of the lines.
     *
     * @param known events that the ledger had already
     * @param unreadable lines that are no events
     * @param reasons why events were refused again, with their number
     */
    public record Outcome(int taken, int known, int unreadable, Map<String, Integer> reasons) {

        /** Whether nothing is left to look at. */
        public boolean complete() {
            return unreadable == 0 && reasons.isEmpty();
        }
    }

    /**
     * Reads all that waits; what must stay goes back to the file.
     *
     * @throws DatabaseUnavailable when the database goes away; the next run goes on with all of it
     */
    public Outcome run() {
        int taken = 0;
        int known = 0;
        int unreadable = 0;
        Map<String, Integer> reasons = new TreeMap<>();
        List<String> staying = new ArrayList<>();
        try (FileChannel _ = refused.turn()) {
            for (String text : refused.take()) {
                UsageEvent event;
                try {
                    event = Line.parse(text).usageEvent();
                } catch (JacksonException | IllegalArgumentException damaged) {
                    LOG.debug("A line of refused events is no event", damaged);
                    unreadable++;
                    staying.add(text);
                    continue;
                }
                if (!refused.isInOurMoney(text)) {
                    reasons.merge("its cost is in another currency than the ledger's", 1, Integer::sum);
                    staying.add(text);
                    continue;
                }
                try {
                    boolean isNew = !database.append(event.tenant(), tx -> posting.post(tx, List.of(event)))
                            .isEmpty();
                    taken += isNew ? 1 : 0;
                    known += isNew ? 0 : 1;
                } catch (DatabaseUnavailable away) {
                    throw away;
                } catch (RuntimeException refusal) {
                    reasons.merge(UsageEventStore.reason(refusal), 1, Integer::sum);
                    staying.add(refused.line(event, refusal));
                }
            }
            refused.keep(staying);
        } catch (IOException unusable) {
            throw new UncheckedIOException("Reading refused usage events back", unusable);
        }
        return new Outcome(taken, known, unreadable, reasons);
    }
}
