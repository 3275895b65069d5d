package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.http.TestFront.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder = Path.of("");

    private HttpSettings.Tls files = new HttpSettings.Tls(Path.of(""), Path.of(""));
    private SSLContext trusting = defaultContext();

    @BeforeAll
    void makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        files = new HttpSettings.Tls(
                pem("CERTIFICATE", keys.getCertificate("x").getEncoded()),
                pem("PRIVATE KEY", keys.getKey("x", PASSWORD).getEncoded()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("x", keys.getCertificate("x"));
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    private Path pem(String type, byte[] der) throws IOException {
        Path file = folder.resolve(type.replace(' ', '-') + ".pem");
        return Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type
                        + "-----\n");
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Setup setup() {
        return Setup.of(TestFront.operations(call -> Reply.ok(call.requestId())))
                .with(new HttpSettings("127.0.0.1", 0, 1, 100, Duration.ofMillis(500), Optional.of(files)));
    }

    private HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(trusting).version(version).build();
    }

    private static HttpRequest.Builder request(TestFront server, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.front.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + TestFront.TOKEN);
    }

    @Test
    void bothProtocolsAreServed() throws Exception {
        try (TestFront server = new TestFront(setup());
                HttpClient newer = client(HttpClient.Version.HTTP_2);
                HttpClient older = client(HttpClient.Version.HTTP_1_1)) {
            for (HttpClient client : List.of(newer, older)) {
                HttpResponse<String> answer = client.send(
                        request(server, "/api/v1/things/x").GET().build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(client.version());
            }
        }
    }

    @Test
    void aRefusedBodyOverHttp2IsAnsweredAndTheConnectionLives() throws Exception {
        try (TestFront server = new TestFront(setup());
                HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpRequest large = request(server, "/api/v1/things/x")
                    .header("content-type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("x".repeat(3_000)))
                    .build();
            HttpResponse<String> answer = client.send(large, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("too_large");
            HttpResponse<String> next = client.send(
                    request(server, "/api/v1/things/x").GET().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(next.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        try (TestFront server = new TestFront(setup());
                var socket = trusting.getSocketFactory().createSocket("127.0.0.1", server.front.port())) {
            socket.setSoTimeout(10_000);
            ((javax.net.ssl.SSLSocket) socket).startHandshake();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void filesThatAreNoPemAreNamed() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
        Setup broken = Setup.of(TestFront.idle())
                .with(HttpSettings.of("127.0.0.1", 0).withTls(new HttpSettings.Tls(garbage, files.key())));
        assertThatThrownBy(() -> new TestFront(broken))
                .isInstanceOf(CannotServe.class)
                .hasMessageContaining("garbage.pem")
                .hasMessageContaining("QM_TLS_CERT_FILE");
    }
}
