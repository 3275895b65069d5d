package io.quartermaster.usage.spool;

import io.quartermaster.usage.StartedCall;
import io.quartermaster.usage.UsageEvent;
import java.util.UUID;

/** A call in the spool, from before it is forwarded until its event is written down. Used on its event loop only. */
public final class SpooledCall {

    private final SpoolLane lane;
    private final UUID id;
    private Segment segment;
    private int at;
    private int index;
    private long delivered;

    SpooledCall(SpoolLane lane, UUID id, Segment segment, int at, int index) {
        this.lane = lane;
        this.id = id;
        this.segment = segment;
        this.at = at;
        this.index = index;
    }

    /** Says how the call goes on, at another provider or with another model. */
    public void goesOn(StartedCall call) {
        lane.goesOn(this, call);
    }

    /** Takes note, before it is, of how much of the answer the client will have been given. */
    public void delivers(long tokens) {
        if (tokens > delivered) {
            delivered = tokens;
            segment.count(at, tokens);
        }
    }

    /** Writes down how it ended. Always possible: the room was set aside at the start. */
    public void settle(UsageEvent event) {
        lane.settle(this, event);
    }

    /** It called nobody, and is no usage. */
    public void withdraw() {
        lane.withdraw(this);
    }

    UUID id() {
        return id;
    }

    int index() {
        return index;
    }

    void index(int now) {
        index = now;
    }

    void liesAt(Segment in, int place) {
        segment = in;
        at = place;
        segment.count(at, delivered);
    }

    /** Copies its entry, and what it has delivered with it. */
    void carryTo(Segment next) {
        at = next.carry(segment, at);
        segment = next;
    }
}
