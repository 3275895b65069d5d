package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.Ids;
import io.quartermaster.platform.http.TestFront.Setup;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerTest {

    @Test
    void aTakenPortIsOneClearSentence() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings settings = HttpSettings.of("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                    .isInstanceOf(CannotServe.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort()
                                    + " of 127.0.0.1 is taken by another program: stop that, or set QM_HTTP_PORT to a free port.");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void certificateFilesThatAreMissingAreNamed() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpSettings settings = HttpSettings.of("127.0.0.1", 0)
                    .withTls(new HttpSettings.Tls(Path.of("/nowhere/cert.pem"), Path.of("/nowhere/key.pem")));
            assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                    .isInstanceOf(CannotServe.class)
                    .hasMessageContaining("/nowhere/cert.pem")
                    .hasMessageContaining("QM_TLS_CERT_FILE");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        Vertx vertx = Vertx.vertx();
        try {
            for (String host : List.of("192.0.2.1", "no-such-host.invalid")) {
                HttpSettings settings = HttpSettings.of(host, 8080);
                assertThatThrownBy(() -> HttpFront.start(vertx, settings, new Ids(), Router::router))
                        .isInstanceOf(CannotServe.class)
                        .hasMessageStartingWith("Cannot listen on " + host + ":8080 (")
                        .hasMessageEndingWith("check QM_HTTP_HOST and QM_HTTP_PORT.");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void clearTextHttp2IsOff() {
        try (TestFront server = new TestFront(Setup.of(TestFront.idle()));
                java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
            HttpRequest upgrade = server.request("/api/v1/things/x").GET().build();
            assertThat(client.sendAsync(upgrade, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .join()
                            .version())
                    .isEqualTo(java.net.http.HttpClient.Version.HTTP_1_1);
        }
    }
}
