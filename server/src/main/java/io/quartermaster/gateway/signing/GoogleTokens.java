package io.quartermaster.gateway.signing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quartermaster.gateway.UpstreamFault;
import io.quartermaster.gateway.signing.TokenEndpoint.Answer;
import io.quartermaster.gateway.snapshot.Signing;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Access tokens of Google's service accounts, fetched with an assertion that their key signs
 * (https://developers.google.com/identity/protocols/oauth2/service-account). Whoever has the same key has the same token; it is fetched
 * once for all.
 */
public final class GoogleTokens {

    private static final int MOST_ACCOUNTS = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);
    private static final Duration ASSERTION_LIFE = Duration.ofHours(1);
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);
    private static final Duration SERVES_UNTIL = Duration.ofSeconds(30);
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final LoadingCache<Signing.GoogleAccount, Refreshed<Sensitive>> tokens;

    /** @param executor runs each task on a virtual thread of its own */
    public GoogleTokens(TokenEndpoint endpoint, Executor executor, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterAccess(UNUSED)
                .executor(Runnable::run)
                .build(account -> new Refreshed<>(
                        () -> fetch(account), executor, clock, Refreshed.LONGEST, UpstreamFault.TOKEN_UNAVAILABLE));
    }

    CompletableFuture<Sensitive> token(Signing.GoogleAccount account) {
        return tokens.get(account).value();
    }

    private Refreshed.Fetched<Sensitive> fetch(Signing.GoogleAccount account) throws CannotSign {
        Instant now = clock.instant();
        Answer answer = endpoint.exchange(assertion(account, now));
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
            throw new CannotSign(UpstreamFault.TOKEN_REFUSED, new IllegalStateException("status " + answer.status()));
        }
        try {
            JsonNode told = Json.tree(answer.body());
            String token = told.path("access_token").asString("");
            if (answer.status() == 200 && !token.isEmpty()) {
                Instant expires = now.plusSeconds(told.path("expires_in").asLong(ASSERTION_LIFE.toSeconds()));
                return new Refreshed.Fetched<>(
                        new Sensitive(token), expires.minus(RENEWED_BEFORE), expires.minus(SERVES_UNTIL));
            }
        } catch (JacksonException notJson) { // its message may quote the answer
            throw new CannotSign(UpstreamFault.TOKEN_UNAVAILABLE, new IllegalStateException("not JSON"));
        }
        throw new CannotSign(UpstreamFault.TOKEN_UNAVAILABLE, new IllegalStateException("status " + answer.status()));
    }

    private String assertion(Signing.GoogleAccount account, Instant now) throws CannotSign {
        try {
            SignedJWT assertion = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(account.keyId())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(account.email())
                            .claim("scope", SCOPE)
                            .audience(endpoint.audience())
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                            .build());
            assertion.sign(new RSASSASigner(key(account.privateKey())));
            return assertion.serialize();
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException notAKey) {
            throw new CannotSign(UpstreamFault.TOKEN_REFUSED, new IllegalStateException("a key that does not sign"));
        }
    }

    private static PrivateKey key(Sensitive pem) throws GeneralSecurityException {
        String base64 = pem.reveal()
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
