package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.ReservedPort;
import io.quartermaster.testkit.node.IdentityProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with an identity provider that others wrote, and the memberships that follow its claims. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenIdTest {

    private static final String NO_CLAIMS = "{}";

    private ReservedPort port;
    private IdentityProvider provider;
    private TestServer server;

    @BeforeAll
    void start() throws Exception {
        port = new ReservedPort();
        URI address = port.origin();
        provider = IdentityProvider.start(address.resolve("/api/v1/sign-in/oidc/callback"));
        server = TestServer.start(Map.of(
                "QM_HTTP_PORT",
                String.valueOf(port.port()),
                "QM_PUBLIC_URL",
                address.toString(),
                "QM_OIDC_ISSUER",
                provider.issuer().toString(),
                "QM_OIDC_CLIENT_ID",
                IdentityProvider.CLIENT_ID,
                "QM_OIDC_CLIENT_SECRET",
                IdentityProvider.CLIENT_SECRET,
                "QM_OIDC_CLAIMS",
                "groups:acme-admins=acme/admin, groups:acme-all=acme/viewer, groups:acme-owners=acme/owner,"
                        + " groups:nowhere=no-such-tenant/owner"));
        server.operator().createTenant("acme");
    }

    @AfterAll
    void stop() {
        server.close();
        provider.close();
        port.close();
    }

    @Test
    void browsersAreToldOfTheIdentityProvider() {
        Answer methods = server.nobody().get("/sign-in/methods").require(200);
        assertThat(methods.body().path("openid").asBoolean()).isTrue();
    }

    @Test
    void theFirstSignInMakesAUserAndTheNextFindsIt() {
        Answer first = me(signIn("ann", person("ann@example.org", true, "Ann", "")));
        Answer second = me(signIn("ann", person("ann@example.org", true, "Ann", "")));

        assertThat(first.string("kind")).isEqualTo("user");
        assertThat(first.string("email")).isEqualTo("ann@example.org");
        assertThat(first.string("display_name")).isEqualTo("Ann");
        assertThat(first.body().path("has_password").isBoolean()).isTrue();
        assertThat(first.body().path("has_password").asBoolean()).isFalse();
        assertThat(first.body().path("tenants").size()).isZero();
        assertThat(second.string("user_id")).isEqualTo(first.string("user_id"));
    }

    @Test
    void case52bAnAddressLinksNobody() {
        String local = server.operator()
                .post(
                        "/users",
                        "{\"email\":\"bob@example.org\",\"display_name\":\"Bob\",\"password\":\"correct horse battery\",\"operator\":true}")
                .require(201)
                .string("id");

        Answer me = me(signIn("somebody-else", person("bob@example.org", true, "Not Bob", "")));

        assertThat(me.string("user_id")).isNotEqualTo(local);
        assertThat(me.body().path("email").isNull()).isTrue();
        assertThat(me.body().path("operator").asBoolean()).isFalse();
    }

    @Test
    void anAddressThatIsNotVerifiedIsNotKept() {
        assertThat(me(signIn("carl", person("carl@example.org", false, "Carl", "")))
                        .body()
                        .path("email")
                        .isNull())
                .isTrue();
    }

    @Test
    void membershipsFollowTheClaimsAtEachSignIn() {
        Map<String, String> session = signIn("dora", person("dora@example.org", true, "Dora", "acme-all"));
        assertThat(role(session)).isEqualTo("viewer");
        assertThat(role(signIn("dora", person("dora@example.org", true, "Dora", "acme-all\",\"acme-admins"))))
                .isEqualTo("admin");
        assertThat(role(session)).as("a role is read at each request").isEqualTo("admin");

        Map<String, String> without = signIn("dora", person("dora@example.org", true, "Dora", "other"));

        assertThat(role(without)).isEmpty();
        assertThat(new AdminClient(server.address(), session)
                        .get("/tenants/acme")
                        .status())
                .isEqualTo(404);
        assertThat(server.operator().get("/tenants/acme/audit-events").text()).contains("member.map_claims");
    }

    @Test
    void theMappingNeitherRemovesTheLastOwnerNorWhomAPersonInvited() {
        String tenant = "acme";
        Map<String, String> owner = signIn("eve", person("eve@example.org", true, "Eve", "acme-owners"));
        assertThat(role(owner)).isEqualTo("owner");

        assertThat(role(signIn("eve", person("eve@example.org", true, "Eve", ""))))
                .isEqualTo("owner");

        Map<String, String> frank = signIn("frank", person("frank@example.org", true, "Frank", ""));
        String token = server.operator()
                .post(
                        "/tenants/" + tenant + "/members",
                        "{\"email\":\"frank@example.org\",\"display_name\":\"Frank\",\"role\":\"editor\"}")
                .require(201)
                .body()
                .path("invitation")
                .path("token")
                .asString();
        new AdminClient(server.address(), frank)
                .post("/invitations/accept", "{\"token\":\"%s\"}".formatted(token))
                .require(200);
        assertThat(role(signIn("frank", person("frank@example.org", true, "Frank", ""))))
                .isEqualTo("editor");
    }

    @Test
    void onlyTheBrowserThatBeganASignInFinishesIt() {
        Answer begun = server.nobody().get("/sign-in/oidc").require(302);
        URI back = provider.visit(URI.create(begun.header("location")), "gus", NO_CLAIMS);
        String path = back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery();

        assertThat(begun.header("set-cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/api/v1/sign-in/oidc");
        assertThat(begun.header("location")).contains("code_challenge_method=S256", "nonce=", "state=");
        assertThat(server.nobody().get(path).require(401).problem()).isEqualTo("openid_refused");
        Answer other = server.nobody().get("/sign-in/oidc").require(302);
        assertThat(finish(path, other.cookie()).status()).isEqualTo(401);
        assertThat(finish(path, begun.cookie() + "x").status()).isEqualTo(401);
        finish(path, begun.cookie()).require(302);
        assertThat(finish(path, begun.cookie()).status())
                .as("a code works once")
                .isEqualTo(401);
    }

    @Test
    void whomTheProviderRefusesIsNotSignedIn() {
        Answer begun = server.nobody().get("/sign-in/oidc").require(302);
        URI back = provider.visit(URI.create(begun.header("location")), "", NO_CLAIMS);

        Answer refused =
                finish(back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery(), begun.cookie());

        assertThat(back.getRawQuery()).contains("error=access_denied");
        assertThat(refused.require(401).header("set-cookie")).isEmpty();
    }

    @Test
    void aBrowserIsLedToThePageThatItWasGoingTo() {
        assertThat(landing("/t/acme/models?search=a%20b")).isEqualTo("/t/acme/models?search=a%20b");
        assertThat(landing("/")).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "/\t/evil.example",
                "/api/v1/me",
                "x"
            })
    void aBrowserIsNotLedElsewhere(String elsewhere) {
        assertThat(landing(elsewhere)).isEqualTo("/");
    }

    @Test
    void aBrowserIsToldOfARefusalOnTheSignInPage() throws Exception {
        Answer begun =
                server.nobody().get("/sign-in/oidc?next=" + encode("/t/acme")).require(302);
        String path = path(provider.visit(URI.create(begun.header("location")), "", NO_CLAIMS));

        Answer told = browser(server, begun.cookie()).get(path).require(302);
        assertThat(told.header("location")).isEqualTo("/sign-in?failed=openid_refused&next=%2Ft%2Facme");
        assertThat(told.header("set-cookie")).isEmpty();
        assertThat(browser(server, "").get(path).require(302).header("location"))
                .isEqualTo("/sign-in?failed=openid_refused");
        try (TestServer strict =
                server.secondNode(Map.of("QM_HTTP_PORT", "0", "QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:1"))) {
            assertThat(browser(strict, "").get("/sign-in/oidc").require(302).header("location"))
                    .isEqualTo("/sign-in?failed=identity_provider_unavailable");
        }
    }

    private static AdminClient browser(TestServer node, String cookie) {
        return new AdminClient(
                node.address(), Map.of("cookie", cookie, "accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
    }

    /** Where a browser ends that signs in on its way to a page. */
    private String landing(String next) {
        Answer begun = server.nobody().get("/sign-in/oidc?next=" + encode(next)).require(302);
        URI back = provider.visit(URI.create(begun.header("location")), "jane", NO_CLAIMS);
        return finish(path(back), begun.cookie()).require(302).header("location");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String path(URI back) {
        return back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery();
    }

    @Test
    void aDisabledUserIsRefusedHereToo() {
        String user =
                me(signIn("hugo", person("hugo@example.org", true, "Hugo", ""))).string("user_id");
        server.operator().patch("/users/" + user, "{\"disabled\":true}").require(200);

        Answer begun = server.nobody().get("/sign-in/oidc").require(302);
        URI back = provider.visit(
                URI.create(begun.header("location")), "hugo", person("hugo@example.org", true, "Hugo", ""));

        assertThat(finish(back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery(), begun.cookie())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aSecondNodeFinishesWhatTheFirstBegan() throws Exception {
        try (TestServer second = server.secondNode(Map.of("QM_HTTP_PORT", "0"))) {
            Answer begun = second.nobody().get("/sign-in/oidc").require(302);
            URI back = provider.visit(URI.create(begun.header("location")), "ida", NO_CLAIMS);
            Answer finished =
                    finish(back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery(), begun.cookie());
            assertThat(finished.status()).isEqualTo(302);
        }
    }

    @Test
    void aPrivateIssuerThatNoOperatorAllowedIsNotCalled() throws Exception {
        try (TestServer strict =
                server.secondNode(Map.of("QM_HTTP_PORT", "0", "QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1:1"))) {
            Answer answer = strict.nobody().get("/sign-in/oidc");
            assertThat(answer.require(503).problem()).isEqualTo("identity_provider_unavailable");
        }
    }

    @Test
    void withoutAnIssuerThereIsNoSuchSignIn() throws Exception {
        try (TestServer plain = TestServer.start()) {
            assertThat(plain.nobody().get("/sign-in/oidc").status()).isEqualTo(404);
        }
    }

    /** The headers of a browser that signed in. */
    private Map<String, String> signIn(String subject, String claims) {
        Answer begun = server.nobody().get("/sign-in/oidc").require(302);
        URI back = provider.visit(URI.create(begun.header("location")), subject, claims);
        Answer finished = finish(
                        back.getRawPath().substring("/api/v1".length()) + "?" + back.getRawQuery(), begun.cookie())
                .require(302);
        String cookie = finished.cookie();
        String csrf = new AdminClient(server.address(), Map.of("cookie", cookie))
                .get("/me")
                .require(200)
                .string("csrf_token");
        return Map.of("cookie", cookie, "x-qm-csrf", csrf);
    }

    private Answer finish(String path, String cookie) {
        return new AdminClient(server.address(), Map.of("cookie", cookie)).get(path);
    }

    private Answer me(Map<String, String> session) {
        return new AdminClient(server.address(), session).get("/me").require(200);
    }

    private String role(Map<String, String> session) {
        return me(session).body().path("tenants").path(0).path("role").asString("");
    }

    private static String person(String email, boolean verified, String name, String groups) {
        return "{\"email\":\"%s\",\"email_verified\":%s,\"name\":\"%s\",\"groups\":[%s]}"
                .formatted(email, verified, name, groups.isEmpty() ? "" : "\"" + groups + "\"");
    }
}
