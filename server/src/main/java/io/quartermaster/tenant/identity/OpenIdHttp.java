package io.quartermaster.tenant.identity;

import io.quartermaster.platform.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Calls to the identity provider: to allowed addresses only, without redirections, bounded in time and size. */
public final class OpenIdHttp {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final BiPredicate<String, Integer> mayCall;

    /** @param mayCall whether a host and port may be called: private addresses only if an operator allowed them */
    public OpenIdHttp(BiPredicate<String, Integer> mayCall) {
        this.mayCall = mayCall;
    }

    record Answer(int status, String body) {}

    Answer get(URI uri) {
        return send(request(uri).GET());
    }

    /** A form sent as the client, whose secret goes into the header or, for a provider that wants it there, into the body. */
    Answer post(URI uri, Map<String, String> form, String clientId, Sensitive clientSecret, boolean secretInBody) {
        Map<String, String> sent = new LinkedHashMap<>(form);
        HttpRequest.Builder request = request(uri).header("content-type", "application/x-www-form-urlencoded");
        if (secretInBody) {
            sent.put("client_id", clientId);
            sent.put("client_secret", clientSecret.reveal());
        } else {
            String pair = encode(clientId) + ":" + encode(clientSecret.reveal());
            request.header(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(encode(sent))));
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI uri) {
        String host = uri.getHost();
        boolean https = "https".equals(uri.getScheme());
        int port = uri.getPort() == -1 ? (https ? 443 : 80) : uri.getPort();
        if (host == null || !(https || "http".equals(uri.getScheme()))) {
            throw OpenIdProvider.unavailable("one of its endpoints is no web address", null);
        }
        if (!mayCall.test(host, port)) {
            throw OpenIdProvider.unavailable(
                    "its host " + host + " has a private address or none; a private one is listed in"
                            + " QM_ALLOWED_PRIVATE_HOSTS if it is meant",
                    null);
        }
        return HttpRequest.newBuilder(uri).timeout(TIME).header("accept", "application/json");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw OpenIdProvider.unavailable("its answer is too long", null);
                }
                return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException broken) {
            throw OpenIdProvider.unavailable("it does not answer", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the identity provider", interrupted);
        }
    }
}
