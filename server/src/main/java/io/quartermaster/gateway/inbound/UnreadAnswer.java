package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Admission;
import io.quartermaster.platform.http.Connections;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a client has been given and not read yet, counted against what this node has room for. */
final class UnreadAnswer {

    /** What piles up between a fast provider and a client that does not read, until the provider is held back; measured. */
    private static final int HELD_BACK = 512 << 10;

    /** The most that a client who is not held back yet has left unread. */
    private static final int BEFORE_THE_LAST = 64 << 10;

    private final Admission admission;
    private final HttpServerRequest request;
    private int counted;

    UnreadAnswer(Admission admission, HttpServerRequest request) {
        this.admission = admission;
        this.request = request;
    }

    /** The response itself counts writes, not octets: sixteen may wait before it calls its queue full. */
    boolean takesMore() {
        return !request.response().writeQueueFull() && Connections.takesMore(request);
    }

    /** Whether there is room for what piles up while the client is waited for, after a write of so many octets. */
    boolean tryHold(int written) {
        int most = Math.max(counted, Math.max(HELD_BACK, written + BEFORE_THE_LAST));
        if (most > counted && !admission.tryGrow(counted, most)) {
            return false;
        }
        counted = most;
        return true;
    }

    /** The client reads again, or nothing more is written. */
    void flows() {
        admission.shrink(counted);
        counted = 0;
    }

    /** Whether there is room for what waits to be written when the answer is over, until it is; what was held counts on. */
    boolean tryLeave(Future<Void> written, Buffer last) {
        int before = Math.max(counted, BEFORE_THE_LAST);
        flows();
        if (Connections.takesMore(request)) { // an ended response is not asked any more
            return true;
        }
        int waiting = last.length() + before;
        if (!admission.tryGrow(0, waiting)) {
            return false;
        }
        written.onComplete(_ -> admission.shrink(waiting));
        return true;
    }

    /** Forgets what waits. A connection of HTTP/2 is that of other requests too. */
    void drop() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            Connections.cut(request.connection());
        }
    }
}
