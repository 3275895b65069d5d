package io.quartermaster.usage;

import io.quartermaster.platform.db.TenantAppendTx;
import java.util.List;

/** Who keeps accounts beside the ledger, in its transactions. */
public interface UsageFollower {

    /** In the transaction that brought these events into the ledger; it may be rolled back and run again. */
    void posting(TenantAppendTx tx, List<UsageEvent> inserted);

    /** These events are in the ledger, or never will be; called once for each at least. */
    void posted(List<UsageEvent> events);
}
