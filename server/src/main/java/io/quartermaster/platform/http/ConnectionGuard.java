package io.quartermaster.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections that idle between requests, and refuses those over a bound. An idle time-out of the server itself would also
 * cut streams whose upstream is silent. One for each event loop, and used on it only.
 */
final class ConnectionGuard {

    private final Vertx vertx;
    private final int most;
    private final Duration idle;
    private final Map<HttpConnection, State> open = new HashMap<>();

    ConnectionGuard(Vertx vertx, int most, Duration idle) {
        this.vertx = vertx;
        this.most = most;
        this.idle = idle;
    }

    private static final class State {
        private long timer;
        private int inFlight;
    }

    void onConnect(HttpConnection connection) {
        if (open.size() >= most) {
            connection.close();
            return;
        }
        State state = new State();
        open.put(connection, state);
        arm(connection, state);
        connection.closeHandler(_ -> {
            open.remove(connection);
            vertx.cancelTimer(state.timer);
        });
    }

    void onRequest(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        State state = open.get(connection);
        if (state == null) {
            return;
        }
        if (state.inFlight++ == 0) {
            vertx.cancelTimer(state.timer);
        }
        context.addEndHandler(_ -> {
            if (--state.inFlight == 0 && open.containsKey(connection)) {
                arm(connection, state);
            }
        });
    }

    private void arm(HttpConnection connection, State state) {
        state.timer = vertx.setTimer(idle.toMillis(), _ -> connection.close());
    }
}
