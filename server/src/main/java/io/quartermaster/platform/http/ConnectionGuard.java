package io.quartermaster.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that idle between requests, and refuses those over a bound. An idle time-out of the server itself would also
 * cut streams whose upstream is silent. One look at all of them now and then, since a timer for each would be cancelled and made anew
 * with every request. One for each event loop, and used on it only.
 */
final class ConnectionGuard {

    private static final int LOOKS_PER_IDLE_TIME = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final int most;
    private final Duration idle;
    private final Map<HttpConnection, State> open = new HashMap<>();

    ConnectionGuard(Vertx vertx, int most, Duration idle) {
        this.most = most;
        this.idle = idle;
        long pause = Math.clamp(idle.toMillis() / LOOKS_PER_IDLE_TIME, 1, LONGEST_PAUSE_MILLIS);
        vertx.setPeriodic(pause, _ -> closeIdle(System.nanoTime()));
    }

    /** Of one connection; told of each end of a request. */
    private static final class State implements Handler<Void> {
        private int inFlight;
        private long restingSince = System.nanoTime();
        private boolean closing;

        @Override
        public void handle(Void end) {
            if (--inFlight == 0) {
                restingSince = System.nanoTime();
            }
        }
    }

    void onConnect(HttpConnection connection) {
        if (open.size() >= most) {
            connection.close();
            return;
        }
        open.put(connection, new State());
        connection.closeHandler(_ -> open.remove(connection));
    }

    void onRequest(RoutingContext context) {
        State state = begun(context.request());
        if (state != null) {
            context.addEndHandler(_ -> state.handle(null));
        }
    }

    /** For a request that does not go through the router, whose context would take the response's end handler for itself. */
    void onRequest(HttpServerRequest request) {
        State state = begun(request);
        if (state != null) {
            request.response().endHandler(state);
        }
    }

    /** Who sends more requests while answers to the former ones wait to be read would fill the memory with them. */
    private @Nullable State begun(HttpServerRequest request) {
        if (!Connections.takesMore(request)) {
            Connections.cut(request.connection());
        }
        State state = open.get(request.connection());
        if (state != null) {
            state.inFlight++;
        }
        return state;
    }

    private void closeIdle(long now) {
        List<HttpConnection> idling = new ArrayList<>(0);
        List<HttpConnection> stuck = new ArrayList<>(0);
        open.forEach((connection, state) -> {
            if (state.inFlight > 0 || now - state.restingSince < idle.toNanos()) {
                return;
            }
            if (state.closing) {
                stuck.add(connection);
            } else {
                state.closing = true;
                state.restingSince = now;
                idling.add(connection);
            }
        });
        idling.forEach(
                HttpConnection::close); // lets what the client still reads go out first; each takes itself off the map
        stuck.forEach(Connections::cut);
    }
}
