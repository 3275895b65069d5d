package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 20: Google's models at its cloud, called as a service account. */
class VertexTest {

    private static final KeyPair KEY = key();
    private static final String PATH =
            "/v1/projects/acme-prod/locations/europe-west4/publishers/google/models/gemini-3.5-flash";
    private static final String CHAT =
            "{\"model\":\"gemini-3.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hé\"}]},\"finishReason\":\"STOP\"}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":3,\"totalTokenCount\":11}}";

    private final GatewayFixture gateway = new GatewayFixture();
    private final ProviderView vertex = account(gateway.upstream.origin(), "{\"location\":\"europe-west4\"}");

    @AfterEach
    void close() {
        gateway.close();
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return keys.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ProviderView account(URI baseUrl, String settings) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEY.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String json = Json.text(Map.of(
                "type", "service_account",
                "project_id", "acme-prod",
                "private_key_id", "0123456789abcdef",
                "private_key", pem,
                "client_email", "svc@acme-prod.iam.gserviceaccount.com"));
        return Views.cloud(
                ProviderFamily.GOOGLE,
                baseUrl,
                settings,
                Optional.of(new Credential(CredentialForm.SERVICE_ACCOUNT, new Sensitive(json))));
    }

    private void configure() {
        gateway.tenant.clearModels();
        gateway.tenant.providers(vertex);
        model(ModelType.LLM, "gemini-3.5-flash");
        model(ModelType.TEXT_EMBEDDING, "gemini-embedding-001");
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
    }

    private void model(ModelType type, String name) {
        gateway.tenant.model(Views.model(type, ProviderFamily.GOOGLE, name, Optional.empty(), Optional.empty()));
    }

    private static Script token(String text) {
        return Script.json(200, "{\"access_token\":\"" + text + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }

    @Test
    void case20_aTokenIsFetchedOnceAndTheCallMadeWithIt() throws Exception {
        configure();
        gateway.upstream.next(token("ya29.first"));
        gateway.upstream.next(Script.json(200, ANSWER));
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(CHAT).text()).contains("\"content\":\"hé\"");
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);

        assertAssertion(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON));
        for (int call : new int[] {1, 2}) {
            Exchange exchange = gateway.upstream.awaitExchange(call, SOON).awaitRead(SOON);
            assertThat(exchange.target()).isEqualTo(PATH + ":generateContent");
            assertThat(exchange.header("authorization")).contains("Bearer ya29.first");
            assertThat(exchange.header("x-goog-api-key")).isEmpty();
        }
        assertThat(gateway.event().tokens().input()).hasValue(8);
    }

    private void assertAssertion(Exchange exchange) throws Exception {
        assertThat(exchange.target()).isEqualTo("/token");
        Map<String, String> form = Arrays.stream(exchange.text().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
        assertThat(form.get("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
        SignedJWT assertion = SignedJWT.parse(form.get("assertion"));
        assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) KEY.getPublic())))
                .isTrue();
        assertThat(assertion.getHeader().getKeyID()).isEqualTo("0123456789abcdef");
        assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("svc@acme-prod.iam.gserviceaccount.com");
        assertThat(assertion.getJWTClaimsSet().getAudience())
                .containsExactly(gateway.upstream.origin().resolve("/token").toString());
        assertThat(assertion.getJWTClaimsSet().getStringClaim("scope")).endsWith("/auth/cloud-platform");
        assertThat(assertion.getJWTClaimsSet().getExpirationTime())
                .isEqualTo(gateway.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void callsAtOnceWaitForOneTokenAndItIsRenewedWhileItServes() throws Exception {
        configure();
        gateway.upstream.next(token("ya29.first").after(Duration.ofMillis(300)));
        gateway.upstream.next(Script.json(200, ANSWER));
        gateway.upstream.next(Script.json(200, ANSWER));
        Thread other = Thread.startVirtualThread(() -> gateway.chat(CHAT));
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        other.join();
        assertThat(tokenRequests()).isEqualTo(1);

        gateway.clock.advance(Duration.ofMinutes(56));
        gateway.upstream.otherwise(Script.json(200, ANSWER));
        assertThat(gateway.chat(CHAT).status())
                .as("the old one serves meanwhile")
                .isEqualTo(200);
        Eventually.await(SOON, "a second token is asked for", () -> tokenRequests() == 2);
    }

    private long tokenRequests() {
        return gateway.upstream.exchanges().stream()
                .filter(exchange -> exchange.target().equals("/token"))
                .count();
    }

    @Test
    void aStreamIsAskedForAsSuch() {
        configure();
        gateway.upstream.next(token("ya29.first"));
        gateway.upstream.next(Script.stream().events(ANSWER));

        RawResponse answer = gateway.chat(CHAT.replace("{\"model\"", "{\"stream\":true,\"model\""));

        assertThat(answer.text()).contains("\"content\":\"hé\"", "[DONE]");
        assertThat(gateway.upstream.awaitExchange(1, SOON).target()).isEqualTo(PATH + ":streamGenerateContent?alt=sse");
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"error\":\"invalid_grant\",\"error_description\":\"canary\"}', upstream_token_refused, AUTHENTICATION",
        "500, '{}', upstream_token_unavailable, CONNECTION",
        "200, 'canary', upstream_token_unavailable, CONNECTION",
        "200, '{}', upstream_token_unavailable, CONNECTION"
    })
    void withoutATokenNobodyIsCalledAndTheProviderIsPassedOver(int status, String body, String code, FailureKind kind) {
        configure();
        gateway.upstream.otherwise(Script.json(status, body));

        RawResponse answer = gateway.chat(CHAT);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains(code).doesNotContain("canary");
        assertThat(gateway.upstream.exchanges())
                .allMatch(exchange -> exchange.target().equals("/token"));
        assertThat(gateway.events.stream()).as("nobody was called").isEmpty();
        ProviderHealth health =
                gateway.circuits.health(gateway.tenant.id, vertex.id().orElseThrow());
        assertThat(health.lastFailure().orElseThrow().kind()).isEqualTo(kind);
        assertThat(health.circuit())
                .isEqualTo(kind == FailureKind.AUTHENTICATION ? CircuitState.OPEN : CircuitState.CLOSED);
    }

    @Test
    void textsAreNotEmbeddedThere() {
        configure();

        RawResponse answer = gateway.send(
                gateway.post("/v1/embeddings", "{\"model\":\"gemini-embedding-001\",\"input\":\"hello\"}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text())
                .contains("route_not_supported", "do not take calls of /v1/embeddings.\"")
                .doesNotContain("; call");
        assertThat(gateway.upstream.requests()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                          | aiplatform.googleapis.com
            {"location":"global"}       | aiplatform.googleapis.com
            {"location":"eu"}           | aiplatform.eu.rep.googleapis.com
            {"location":"europe-west4"} | europe-west4-aiplatform.googleapis.com
            """)
    void eachLocationHasItsHost(String settings, String host) {
        URI url = ProviderFamily.GOOGLE.defaultBaseUrl(Json.tree(settings)).orElseThrow();
        ProviderView provider = account(url, settings);

        assertThat(Attempt.of(provider, (ResolvedCredential.Found) provider.credential())
                        .host())
                .isEqualTo(host);
    }
}
