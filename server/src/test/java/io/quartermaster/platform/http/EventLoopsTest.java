package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    private static final int BYTES = 32 << 20;

    @Test
    void aTurnOfTheLoopReadsLittleOfAFastPeer() throws Exception {
        Vertx vertx = EventLoops.start();
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread flood = Thread.ofVirtual().start(() -> flood(peer));
            NetClient client = vertx.createNetClient();
            Turns turns = new Turns(vertx);
            client.connect(peer.getLocalPort(), "127.0.0.1").onSuccess(turns::read);

            assertThat(turns.largest.get(30, TimeUnit.SECONDS)).isLessThanOrEqualTo(64 << 10);
            flood.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void flood(ServerSocket peer) {
        try (Socket socket = peer.accept()) {
            socket.getOutputStream().write(new byte[BYTES]);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Adds up what is read until the loop gets to other work. */
    private static final class Turns {

        final CompletableFuture<Integer> largest = new CompletableFuture<>();
        private final Vertx vertx;
        private int inThisTurn;
        private int most;
        private int all;

        Turns(Vertx vertx) {
            this.vertx = vertx;
        }

        void read(NetSocket socket) {
            socket.handler(piece -> {
                if (inThisTurn == 0) {
                    vertx.getOrCreateContext().runOnContext(_ -> inThisTurn = 0);
                }
                inThisTurn += piece.length();
                all += piece.length();
                if (all < BYTES - (1 << 20)) { // at the end of a connection all that is left is read
                    most = Math.max(most, inThisTurn);
                } else {
                    largest.complete(most);
                }
            });
        }
    }
}
