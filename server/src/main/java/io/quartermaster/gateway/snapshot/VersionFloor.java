package io.quartermaster.gateway.snapshot;

/**
 * The lowest version that may still be served. Hints only raise it; the version table, which is the truth, may also lower it (a
 * restored backup, a forged notification), unless the floor was raised after that look at the table began.
 */
final class VersionFloor {

    private long floor;
    private long raisedAt;

    VersionFloor(long now) {
        this.raisedAt = now;
    }

    long value() {
        return floor;
    }

    boolean admits(long version) {
        return version >= floor;
    }

    void raise(long version, long now) {
        if (version > floor) {
            floor = version;
            raisedAt = now;
        }
    }

    /** Takes what a look at the table, begun at {@code began}, has found; false when the table went back. */
    boolean observe(long version, long began, long now) {
        if (version < floor && began - raisedAt > 0) {
            floor = version;
            raisedAt = now;
            return false;
        }
        raise(version, now);
        return true;
    }
}
