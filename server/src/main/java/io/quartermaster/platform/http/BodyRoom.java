package io.quartermaster.platform.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies the admin API holds at once, on all event loops together. A bound for each body is not enough:
 * connections are many and memory is not, and a body that never ends is held until its deadline.
 */
public final class BodyRoom {

    private static final long LEAST = 4 << 20;
    private static final int SHARE_OF_HEAP = 32; // a tree is many times the size of its text

    private final long most;
    private final AtomicLong held = new AtomicLong();

    public BodyRoom(long most) {
        this.most = most;
    }

    public static BodyRoom ofHeap(long heapBytes) {
        return new BodyRoom(Math.max(heapBytes / SHARE_OF_HEAP, LEAST));
    }

    boolean tryTake(int bytes) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(int bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
