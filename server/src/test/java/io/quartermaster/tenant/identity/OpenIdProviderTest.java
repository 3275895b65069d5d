package io.quartermaster.tenant.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.testkit.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an identity provider answers is believed only if it is signed by its present keys, for us, for this attempt, and in time. */
final class OpenIdProviderTest {

    private static final String CLIENT = "quartermaster";
    private static final String SECRET = "a client secret that is long enough to sign with";
    private static final String NONCE = "nonce-of-this-attempt";

    private final MutableClock clock = MutableClock.at("2026-06-01T12:00:00Z");
    private final AtomicInteger keysAsked = new AtomicInteger();
    private HttpServer server;
    private String issuer;
    private RSAKey key;
    private volatile JWKSet published;
    private volatile String idToken = "";
    private OpenIdProvider provider;

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = key("first");
        published = new JWKSet(key.toPublicJWK());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer":"%1$s","jwks_uri":"%1$s/jwks","token_endpoint":"%1$s/token","authorization_endpoint":"%1$s/auth",
                 "subject_types_supported":["public"],"response_types_supported":["code"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer)));
        server.createContext("/jwks", exchange -> {
            keysAsked.incrementAndGet();
            answer(exchange, published.toString());
        });
        server.createContext("/token", exchange -> answer(exchange, "{\"id_token\":\"" + idToken + "\"}"));
        server.start();
        provider = new OpenIdProvider(
                new Settings.OpenId(issuer, CLIENT, new Sensitive(SECRET), List.of()),
                new OpenIdHttp((host, port) -> true),
                clock);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatIsSignedForUsAndForThisAttemptIsBelieved() throws JOSEException {
        idToken = signed(key, claims -> claims);

        assertThat(claims()).isEqualTo("ann");
        assertThat(claims()).isEqualTo("ann");
        assertThat(keysAsked).as("keys are kept for a while").hasValue(1);
    }

    @Test
    void newKeysOfTheProviderAreFetchedWhenATokenNeedsThem() throws JOSEException {
        idToken = signed(key, claims -> claims);
        assertThat(claims()).isEqualTo("ann");
        RSAKey next = key("second");
        published = new JWKSet(next.toPublicJWK());
        idToken = signed(next, claims -> claims);

        assertRefused();
        assertThat(keysAsked)
                .as("not for every token that comes: somebody may send garbage")
                .hasValue(1);
        clock.advance(Duration.ofSeconds(11));
        assertThat(claims()).isEqualTo("ann");
        assertThat(keysAsked).hasValue(2);

        idToken = signed(key, claims -> claims);
        clock.advance(Duration.ofSeconds(11));
        assertRefused();
    }

    @Test
    void aSignatureByAnotherKeyIsRefusedThoughItCallsItselfByTheSameName() throws JOSEException {
        idToken = signed(key("first"), claims -> claims);
        assertRefused();

        String good = signed(key, claims -> claims);
        String other = signed(key, claims -> claims.subject("eve"));
        idToken = good.substring(0, good.indexOf('.'))
                + other.substring(other.indexOf('.'), other.lastIndexOf('.'))
                + good.substring(good.lastIndexOf('.'));
        assertRefused();
    }

    @Test
    void aTokenWithoutAKeyPairsSignatureIsRefused() throws JOSEException {
        SignedJWT byTheSecret = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), usual().build());
        byTheSecret.sign(new MACSigner(SECRET));
        idToken = byTheSecret.serialize();
        assertRefused();

        idToken = new PlainJWT(usual().build()).serialize();
        assertRefused();
        idToken = "garbage";
        assertRefused();
    }

    @Test
    void aTokenForAnotherClientFromAnotherIssuerOrOfAnotherAttemptIsRefused() throws JOSEException {
        for (UnaryOperator<JWTClaimsSet.Builder> wrong : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                claims -> claims.audience("another-client"),
                claims -> claims.audience(List.<String>of()),
                claims -> claims.issuer("https://another.example.org"),
                claims -> claims.claim("nonce", "of-another-attempt"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience(List.of(CLIENT, "another-client")).claim("azp", "another-client"))) {
            idToken = signed(key, wrong);
            assertRefused();
        }
    }

    @Test
    void anExpiredTokenAndOneOfTheFutureAreRefused() throws JOSEException {
        Instant now = Instant.now();
        idToken = signed(
                key,
                claims -> claims.issueTime(Date.from(now.minusSeconds(900)))
                        .expirationTime(Date.from(now.minusSeconds(300))));
        assertRefused();
        idToken = signed(
                key,
                claims -> claims.issueTime(Date.from(now.plusSeconds(900)))
                        .expirationTime(Date.from(now.plusSeconds(1800))));
        assertRefused();
        idToken = signed(key, claims -> claims.expirationTime(null));
        assertRefused();
    }

    private String claims() {
        return provider.claims("code", "verifier", NONCE, URI.create("http://127.0.0.1/callback"))
                .path("sub")
                .asString();
    }

    private void assertRefused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(this::claims)
                .satisfies(problem -> assertThat(String.valueOf(problem.getMessage()))
                        .contains("The sign-in with the identity provider failed")
                        .doesNotContain(idToken.equals("garbage") ? "?" : idToken));
    }

    private JWTClaimsSet.Builder usual() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("ann")
                .audience(CLIENT)
                .claim("nonce", NONCE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    private String signed(RSAKey by, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(),
                change.apply(usual()).build());
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private static RSAKey key(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
