package io.quartermaster.usage.spool;

import io.quartermaster.usage.UsageEvent;
import java.util.List;

/** What writes settled events to the database. It returns when the database has them, however long that takes; twice does no harm. */
@FunctionalInterface
public interface SettledEvents {
    void write(List<UsageEvent> events) throws InterruptedException;
}
