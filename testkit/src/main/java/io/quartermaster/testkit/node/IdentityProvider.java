package io.quartermaster.testkit.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quartermaster.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider that others wrote (npm's {@code oidc-provider}), on loopback in a process of its own. */
public final class IdentityProvider implements AutoCloseable {
    public static final String CLIENT_ID = "quartermaster";
    public static final String CLIENT_SECRET = "secret of the client, known to the tests";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int MOST_HOPS = 10;

    private final Process process;
    private final Path errors;
    private final URI issuer;

    private IdentityProvider(Process process, Path errors, URI issuer) {
        this.process = process;
        this.errors = errors;
        this.issuer = issuer;
    }

    /** Starts it for a client that browsers are sent back to at one of these addresses, and waits until it listens. */
    public static IdentityProvider start(URI... redirectUris) {
        try {
            Path errors = Files.createTempFile("qm-oidc", ".err");
            Command command = NodePackages.installed().script("oidc-provider.mjs");
            Process process = new ProcessBuilder(command.words())
                    .directory(command.folder().toFile())
                    .redirectError(errors.toFile())
                    .start();
            String settings = JSON.writeValueAsString(Map.of(
                    "clientId", CLIENT_ID,
                    "clientSecret", CLIENT_SECRET,
                    "redirectUris",
                            List.of(redirectUris).stream().map(URI::toString).toList()));
            process.getOutputStream().write((settings + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
            BufferedReader output = process.inputReader(UTF_8);
            Eventually.await(START, "oidc-provider has started or failed", () -> ready(output) || !process.isAlive());
            String address = ready(output) ? output.readLine() : "";
            if (!address.startsWith("http://127.0.0.1:")) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "oidc-provider did not start: " + address + "\n" + Command.tail(errors));
            }
            return new IdentityProvider(process, errors, URI.create(address));
        } catch (IOException e) {
            throw new UncheckedIOException("starting oidc-provider", e);
        }
    }

    private static boolean ready(BufferedReader output) {
        try {
            return output.ready();
        } catch (IOException e) {
            return false;
        }
    }

    public URI issuer() {
        return issuer;
    }

    /**
     * Goes to an authorization request as a browser of the person, who lets everything happen.
     *
     * @param subject the person; empty is somebody who is refused
     * @param claims JSON of what the provider says of the person
     * @return where the provider sends the browser back to
     */
    public URI visit(URI authorization, String subject, String claims) {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        get(
                browser,
                issuer.resolve("/become?sub=" + URLEncoder.encode(subject, UTF_8) + "&claims="
                        + URLEncoder.encode(claims, UTF_8)));
        URI at = authorization;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            HttpResponse<String> response = get(browser, at);
            if (response.statusCode() / 100 != 3) {
                throw new IllegalStateException(
                        "The provider answered " + response.statusCode() + " at " + at + ": " + response.body());
            }
            at = at.resolve(response.headers().firstValue("location").orElseThrow());
            if (!at.getAuthority().equals(issuer.getAuthority())) {
                return at;
            }
        }
        throw new IllegalStateException("The provider sends browsers around and around");
    }

    private static HttpResponse<String> get(HttpClient browser, URI uri) {
        try {
            return browser.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("visiting " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while visiting " + uri, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + errors, e);
        }
    }
}
