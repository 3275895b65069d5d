package io.quartermaster.usage.spool;

import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The segments that one event loop writes. Its open calls all have their entry in the current one: who goes on to the next takes them
 * along, so an older one waits for the database alone, however long a call lasts. And the current one has room for all of them to end:
 * a full disk refuses new calls, and no running one loses its event.
 */
public final class SpoolLane {

    private final UsageSpool spool;
    private final EntryWriter writer = new EntryWriter();
    private final List<SpooledCall> open = new ArrayList<>();
    private final Deque<Segment> segments = new ConcurrentLinkedDeque<>(); // the drain takes from its head
    private @Nullable Segment current;
    private boolean asked;

    SpoolLane(UsageSpool spool) {
        this.spool = spool;
    }

    /** Writes down that a call is about to be forwarded; empty when it cannot be, and then the call must not be. */
    public Optional<SpooledCall> open(StartedCall call) {
        int length = writer.started(call);
        Segment segment = withRoom(length + Frame.MOST);
        if (segment == null) {
            spool.refused();
            return Optional.empty();
        }
        SpooledCall spooled =
                new SpooledCall(this, call.id(), segment, segment.append(writer.bytes(), length), open.size());
        open.add(spooled);
        return Optional.of(spooled);
    }

    void goesOn(SpooledCall spooled, StartedCall call) {
        int length = writer.started(call);
        Segment segment = withRoom(length);
        if (segment != null) { // or what it began with stands, should this process die
            spooled.liesAt(segment, segment.append(writer.bytes(), length));
        }
    }

    void settle(SpooledCall spooled, UsageEvent event) {
        close(spooled);
        append(writer.settled(event));
        spool.settled();
    }

    void withdraw(SpooledCall spooled) {
        close(spooled);
        append(writer.withdrawn(spooled.id()));
    }

    private void append(int length) {
        if (current == null) {
            throw new IllegalStateException("A call is open, so there is a segment");
        }
        current.append(writer.bytes(), length);
    }

    private void close(SpooledCall spooled) {
        SpooledCall last = open.removeLast();
        if (!last.equals(spooled)) {
            open.set(spooled.index(), last);
            last.index(spooled.index());
        }
    }

    /** The segment that has this much room beside what is set aside for the open calls; null when there is none. */
    private @Nullable Segment withRoom(int bytes) {
        Segment segment = current;
        int needed = bytes + open.size() * Frame.MOST;
        if (segment != null && segment.room() >= needed) {
            if (!asked && segment.room() < segment.memory().capacity() / 2) {
                asked = true;
                spool.keeper().prepareOne();
            }
            return segment;
        }
        return goOn(needed);
    }

    private @Nullable Segment goOn(int needed) {
        if (SegmentHead.BYTES + needed + open.size() * Frame.MOST > spool.segmentBytes()) {
            return null; // what is open would fill the next one, too
        }
        Segment next = spool.keeper().takePrepared();
        if (next == null) {
            if (!asked) {
                asked = true;
                spool.keeper().prepareOne();
            }
            return null;
        }
        asked = false;
        open.forEach(call -> call.carryTo(next));
        segments.add(next);
        if (current != null) {
            current.leave(); // only now: until here the open calls have no other place
        }
        current = next;
        return next;
    }

    /** For the drain: oldest first, the last being the one that is written. */
    Deque<Segment> segments() {
        return segments;
    }

    /** For the end: whether nobody is on the way. */
    boolean isIdle() {
        return open.isEmpty();
    }
}
