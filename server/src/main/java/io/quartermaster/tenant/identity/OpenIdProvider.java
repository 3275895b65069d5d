package io.quartermaster.tenant.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The identity provider: its metadata and keys, kept for a while, and its answers, believed only after they were checked. */
public final class OpenIdProvider {

    static final ProblemType UNAVAILABLE =
            new ProblemType("identity_provider_unavailable", 503, "The identity provider does not answer");
    static final ProblemType REFUSED = new ProblemType("openid_refused", 401, "The sign-in was refused");

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(10);

    /** Signatures by a key pair only: one by the client's secret could be made by whoever knows that. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Settings.OpenId settings;
    private final OpenIdHttp http;
    private final Clock clock;
    private volatile Known known = new Known(null, null, Instant.EPOCH);

    public OpenIdProvider(Settings.OpenId settings, OpenIdHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    private record Known(
            @org.jspecify.annotations.Nullable OIDCProviderMetadata metadata,
            @org.jspecify.annotations.Nullable JWKSet keys,
            Instant since) {}

    private record Loaded(OIDCProviderMetadata metadata, JWKSet keys) {}

    /** Where to send the browser. */
    URI authorizationEndpoint() {
        return load(KEPT).metadata().getAuthorizationEndpointURI();
    }

    /** Exchanges a code for the claims of its ID token, which was checked in every respect. */
    JsonNode claims(String code, String verifier, String nonce, URI redirectUri) {
        Loaded loaded = load(KEPT);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri.toString());
        form.put("code_verifier", verifier);
        List<ClientAuthenticationMethod> methods = loaded.metadata().getTokenEndpointAuthMethods();
        boolean inBody = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        OpenIdHttp.Answer answer = http.post(
                loaded.metadata().getTokenEndpointURI(), form, settings.clientId(), settings.clientSecret(), inBody);
        if (answer.status() != 200) {
            throw refused("the code was not accepted");
        }
        try {
            String token = Json.tree(answer.body()).path("id_token").asString("");
            return Json.tree(check(SignedJWT.parse(token), nonce, loaded));
        } catch (JacksonException | java.text.ParseException malformed) {
            throw refused("the answer holds no ID token");
        }
    }

    private String check(SignedJWT token, String nonce, Loaded loaded) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            throw refused("the ID token is not signed by a key pair");
        }
        try {
            return validated(token, nonce, algorithm, loaded.keys());
        } catch (BadJOSEException unknownKeyOrWorse) {
            // The provider may have new keys since; a wrong token stays wrong.
            try {
                return validated(
                        token, nonce, algorithm, load(BETWEEN_REFRESHES).keys());
            } catch (BadJOSEException | JOSEException wrong) {
                throw refused("the ID token is not valid");
            }
        } catch (JOSEException wrong) {
            throw refused("the ID token cannot be checked");
        }
    }

    private String validated(SignedJWT token, String nonce, JWSAlgorithm algorithm, JWKSet keys)
            throws BadJOSEException, JOSEException {
        return new IDTokenValidator(new Issuer(settings.issuer()), new ClientID(settings.clientId()), algorithm, keys)
                .validate(token, new Nonce(nonce))
                .toJSONString();
    }

    private Loaded load(Duration atMost) {
        Known current = known;
        OIDCProviderMetadata metadata = current.metadata();
        JWKSet keys = current.keys();
        if (metadata != null
                && keys != null
                && clock.instant().isBefore(current.since().plus(atMost))) {
            return new Loaded(metadata, keys);
        }
        Loaded fetched = fetch();
        known = new Known(fetched.metadata(), fetched.keys(), clock.instant());
        return fetched;
    }

    private Loaded fetch() {
        String issuer = settings.issuer();
        URI discovery = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
        try {
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(body(http.get(discovery)));
            if (!metadata.getIssuer().getValue().equals(issuer)) {
                throw unavailable("it calls itself by another name than QM_OIDC_ISSUER", null);
            }
            if (metadata.getJWKSetURI() == null
                    || metadata.getTokenEndpointURI() == null
                    || metadata.getAuthorizationEndpointURI() == null) {
                throw unavailable("its metadata lack an endpoint", null);
            }
            return new Loaded(metadata, JWKSet.parse(body(http.get(metadata.getJWKSetURI()))));
        } catch (ParseException | java.text.ParseException malformed) {
            throw unavailable("its metadata are malformed", malformed);
        }
    }

    private static String body(OpenIdHttp.Answer answer) {
        if (answer.status() != 200) {
            throw unavailable("it answered " + answer.status(), null);
        }
        return answer.body();
    }

    static Problem unavailable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        org.slf4j.LoggerFactory.getLogger(OpenIdProvider.class)
                .warn("The identity provider cannot be used: {}", why, cause);
        return new Problem(
                        UNAVAILABLE,
                        "The identity provider cannot be used: " + why + ". Try again, or tell the operator.")
                .retryAfter(Duration.ofSeconds(5));
    }

    static Problem refused(String why) {
        return new Problem(REFUSED, "The sign-in with the identity provider failed: " + why + ". Start again.");
    }
}
