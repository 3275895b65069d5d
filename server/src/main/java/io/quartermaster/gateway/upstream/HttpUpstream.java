package io.quartermaster.gateway.upstream;

import io.quartermaster.gateway.Answer;
import io.quartermaster.gateway.DeadlineWatch;
import io.quartermaster.gateway.EventLoopLocal;
import io.quartermaster.gateway.Upstream;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.signing.CallSigner;
import io.quartermaster.provider.DeadlinePart;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls to providers over HTTP/1.1, whatever protocol their bodies are in. */
public final class HttpUpstream implements Upstream {

    private static final int MOST_HEADER_BYTES = 32 << 10;

    /** The kernel would let a stream whose client reads slowly pile up megabytes in each socket. */
    private static final int SOCKET_BUFFER_BYTES = 128 << 10;

    final Vertx vertx;
    final OutgoingGuard guard;
    final CallSigner signer;
    final String userAgent;
    private final HttpClientAgent client;
    private final EventLoopLocal<DeadlineWatch> watches;
    private final EventLoopLocal<ConnectionPool> pools;

    public HttpUpstream(
            Vertx vertx,
            OutgoingGuard guard,
            CallSigner signer,
            String userAgent,
            EventLoopLocal<DeadlineWatch> watches) {
        this.vertx = vertx;
        this.guard = guard;
        this.signer = signer;
        this.userAgent = userAgent;
        this.watches = watches;
        Duration connect = DeadlinePart.CONNECT.most(); // each call has a shorter one of its own
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setReceiveBufferSize(SOCKET_BUFFER_BYTES)
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setConnectTimeout((int) connect.toMillis())
                        .setSslHandshakeTimeout(connect.toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setVerifyHost(true)
                        .setMaxHeaderSize(MOST_HEADER_BYTES)
                        .setMaxChunkSize(64 << 10),
                new PoolOptions().setCleanerPeriod(0)); // its pool is not used: see ConnectionPool
        this.pools = new EventLoopLocal<>(() -> new ConnectionPool(client, watches.here()));
    }

    @Override
    public Sending send(Outgoing outgoing, Buffer body, Answer answer) {
        ProviderExchange exchange = new ProviderExchange(this, pools.here(), watches.here(), outgoing, body, answer);
        exchange.start();
        return exchange;
    }
}
