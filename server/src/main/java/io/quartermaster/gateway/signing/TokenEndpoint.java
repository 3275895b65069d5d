package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.outgoing.OutgoingGuard.Verdict;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where Google gives tokens for assertions. It is the deployment's to say where that is: no credential's {@code token_uri} is called.
 * Blocks.
 */
public final class TokenEndpoint {

    /** Google's own. */
    public static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 10;
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    record Answer(int status, String body) {}

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI uri;
    private final OutgoingGuard guard;
    private final Duration time;

    public TokenEndpoint(URI uri, OutgoingGuard guard) {
        this(uri, guard, TIME);
    }

    /** @param time for the whole answer */
    public TokenEndpoint(URI uri, OutgoingGuard guard, Duration time) {
        this.uri = uri;
        this.guard = guard;
        this.time = time;
    }

    String audience() {
        return uri.toString();
    }

    Answer exchange(String assertion) throws CannotSign {
        int port = uri.getPort() >= 0 ? uri.getPort() : 443;
        if (!(guard.check(uri.getHost(), port).join() instanceof Verdict.Allowed)) {
            throw new CannotSign(UpstreamFault.TOKEN_UNAVAILABLE, new SecurityException("no public address"));
        }
        String form = "grant_type=" + encoded(GRANT) + "&assertion=" + encoded(assertion);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(time)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answered = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try { // the request's own time ends with the answer's head
            HttpResponse<byte[]> response = answered.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (ExecutionException | TimeoutException broken) {
            throw new CannotSign(UpstreamFault.TOKEN_UNAVAILABLE, broken);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CannotSign(UpstreamFault.TOKEN_UNAVAILABLE, stopping);
        } finally {
            answered.cancel(true);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
