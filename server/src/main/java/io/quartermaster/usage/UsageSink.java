package io.quartermaster.usage;

/**
 * Where the gateway leaves the usage event of a call that ended. Never blocks; called on event loops. The ledger batches
 * behind it; a crash-proof spool takes the same place.
 */
@FunctionalInterface
public interface UsageSink {
    void accept(UsageEvent event);
}
