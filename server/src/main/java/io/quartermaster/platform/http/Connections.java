package io.quartermaster.platform.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** What a connection of Vert.x does not tell or do by itself, for clients that do not read. */
public final class Connections {

    private Connections() {}

    /**
     * Whether less than a few tens of kilobytes wait to be written for this client. A connection of HTTP/2 is kept full on purpose, and
     * each of its streams says for itself whether it takes more.
     */
    public static boolean takesMore(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || !(request.connection() instanceof ConnectionBase base)
                || base.channelHandlerContext().channel().isWritable();
    }

    /**
     * Closes at once, whatever waits to be written. {@link HttpConnection#close} lets that go out first, which for a client that does
     * not read is never: the connection and all that waits would stay for as long as the client likes.
     */
    public static void cut(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            var _ = base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }
}
