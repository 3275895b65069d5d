package io.quartermaster.tenant.identity;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.SecurityLog.Event;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds out by an identity provider who somebody is: the authorization code flow with PKCE, state and nonce. */
public final class OpenIdSignIn {

    private static final String CALLBACK = "/api/v1/sign-in/oidc/callback";

    private final Settings.OpenId settings;
    private final OpenIdProvider provider;
    private final Identities identities;
    private final SecurityLog security;
    private final SecureRandom random;
    private final Clock clock;
    private final URI redirectUri;

    public OpenIdSignIn(
            Settings.OpenId settings,
            URI publicUrl,
            OpenIdProvider provider,
            Identities identities,
            SecurityLog security,
            SecureRandom random,
            Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.identities = identities;
        this.security = security;
        this.random = random;
        this.clock = clock;
        this.redirectUri = URI.create(publicUrl + CALLBACK);
    }

    /** Where the browser goes, and the sealed attempt that it takes along in a cookie. */
    public record Begun(URI location, String attempt) {}

    /** Who came back, and what the identity provider says of the person. */
    public record Finished(User user, JsonNode claims) {}

    /** What the identity provider sent the browser back with. */
    public record Returned(
            Optional<String> code, Optional<String> state, Optional<String> issuer, Optional<String> error) {}

    /**
     * Begins an attempt in a browser.
     *
     * @param next the page to lead to afterwards
     */
    public Begun begin(Optional<String> next) {
        OpenIdAttempt attempt = OpenIdAttempt.begin(random, clock.instant(), next);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.clientId());
        query.put("redirect_uri", redirectUri.toString());
        query.put("scope", "openid profile email");
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        URI endpoint = provider.authorizationEndpoint();
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return new Begun(
                URI.create(endpoint + separator + OpenIdHttp.encode(query)),
                attempt.seal(settings.clientSecret(), random));
    }

    /**
     * The person that the identity provider vouches for.
     *
     * @throws io.quartermaster.platform.http.Problem 401 when it does not, or the browser did not begin here; 503 when it does
     *     not answer
     */
    public Finished finish(Returned returned, Optional<String> sealed, RequestFacts facts) {
        OpenIdAttempt attempt = open(sealed)
                .filter(begun -> returned.state().filter(begun::answers).isPresent())
                .orElseThrow(() -> refused("it was not begun in this browser, or too long ago", facts));
        if (returned.error().isPresent() || returned.code().isEmpty()) {
            throw refused("the identity provider did not let you in", facts);
        }
        if (returned.issuer()
                .filter(issuer -> !issuer.equals(settings.issuer()))
                .isPresent()) {
            throw refused("another identity provider answered", facts); // RFC 9207
        }
        JsonNode claims;
        try {
            claims = provider.claims(returned.code().get(), attempt.verifier(), attempt.nonce(), redirectUri);
        } catch (io.quartermaster.platform.http.Problem problem) {
            security.of(Event.OPENID_REFUSED, problem.type().code(), facts);
            throw problem;
        }
        User user = identities.findOrMake(settings.issuer(), claims, facts);
        if (user.disabled()) {
            throw refused("the user is disabled here", facts);
        }
        return new Finished(user, claims);
    }

    /** The page that the attempt of this browser was begun for. */
    public Optional<String> next(Optional<String> sealed) {
        return open(sealed).flatMap(OpenIdAttempt::next);
    }

    private Optional<OpenIdAttempt> open(Optional<String> sealed) {
        return sealed.flatMap(text -> OpenIdAttempt.open(text, settings.clientSecret(), clock.instant()));
    }

    private RuntimeException refused(String why, RequestFacts facts) {
        security.of(Event.OPENID_REFUSED, why, facts);
        return OpenIdProvider.refused(why);
    }
}
