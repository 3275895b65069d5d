package io.quartermaster.usage;

import io.quartermaster.platform.db.TenantAppendTx;
import java.util.List;

/** What happens to events in the one transaction that brings them into the ledger: whatever is counted of them is counted once. */
final class UsagePosting {

    private final UsageEventStore events = new UsageEventStore();
    private final UsageDayStore days = new UsageDayStore();
    private final UsageFollower follower;

    UsagePosting(UsageFollower follower) {
        this.follower = follower;
    }

    /** Brings in those that are not there already, and answers with them. */
    List<UsageEvent> post(TenantAppendTx tx, List<UsageEvent> offered) {
        List<UsageEvent> inserted = events.insert(tx, offered);
        if (!inserted.isEmpty()) {
            days.add(tx, UsageDay.of(inserted));
            follower.posting(tx, inserted);
        }
        return inserted;
    }
}
