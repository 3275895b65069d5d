package io.quartermaster.gateway;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of all calls of one event loop, looked at by one coarse timer: to set or move one is to write a field, where a timer
 * for each would be made and cancelled several times a call. Used on that event loop only.
 */
public final class DeadlineWatch {

    private static final long TICK_MILLIS = 50;

    /** Something that may take too long. */
    public abstract static class Watched {
        private static final long NEVER = Long.MAX_VALUE;

        private @Nullable Watched previous;
        private @Nullable Watched next;
        private long dueNanos = NEVER;

        /** Due at this reading of {@link System#nanoTime}. */
        protected final void dueAt(long nanos) {
            dueNanos = nanos == NEVER ? NEVER - 1 : nanos;
        }

        protected final void neverDue() {
            dueNanos = NEVER;
        }

        /** Called once it is due, and again at each look until it is removed or moved. */
        protected abstract void overdue();

        private boolean isOverdue(long now) {
            return dueNanos != NEVER && now - dueNanos >= 0;
        }
    }

    /** Stands at both ends of the ring. */
    private final Watched anchor = new Watched() {
        @Override
        protected void overdue() {}
    };

    private DeadlineWatch() {
        anchor.previous = anchor;
        anchor.next = anchor;
    }

    /** A watch of the current event loop. */
    static DeadlineWatch start(Vertx vertx) {
        DeadlineWatch watch = new DeadlineWatch();
        vertx.setPeriodic(TICK_MILLIS, _ -> watch.look(System.nanoTime()));
        return watch;
    }

    public void add(Watched watched) {
        Watched last = anchor.previous == null ? anchor : anchor.previous;
        watched.previous = last;
        watched.next = anchor;
        last.next = watched;
        anchor.previous = watched;
    }

    /** Forgets it; nothing happens when it is not watched. */
    public void remove(Watched watched) {
        Watched previous = watched.previous;
        Watched next = watched.next;
        if (previous != null && next != null) {
            previous.next = next;
            next.previous = previous;
            watched.previous = null;
            watched.next = null;
        }
    }

    private void look(long now) {
        List<Watched> overdue = new ArrayList<>(0);
        for (Watched at = anchor.next; at != null && !at.equals(anchor); at = at.next) {
            if (at.isOverdue(now)) {
                overdue.add(at);
            }
        }
        for (Watched watched : overdue) {
            if (watched.next != null) { // not removed by one before it
                watched.overdue();
            }
        }
    }
}
