package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.access.Role;
import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.tenant.TenantStatus;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may call, and which model they get. */
class AdmissionTest {

    private static final String CHAT = "{\"model\":\"gpt-4o\"}";
    private static final Deadlines SHORT = ShortDeadlines.ofClients();

    private final GatewayFixture gateway = new GatewayFixture(
            SHORT, new GatewayLimits(4, 100_000, 100_000, 250_000, 64 << 10, 64 << 10), Set.of("127.0.0.1"));

    @AfterEach
    void closeAndFindNothingLeftRunning() {
        Eventually.await(SOON, "no call is running", () -> gateway.inFlight() == 0);
        gateway.close();
    }

    @Test
    void aKeyIsNeededAndMustBeKnown() {
        assertError(gateway.send(RawHttp.request("POST", "/v1/chat/completions", CHAT)), 401, "invalid_api_key");
        for (String header : List.of(
                "Bearer qm_unknown", "Bearer sk-other", "Bearer ", "Bearer qm_", "Basic cW06", "qm_x", "Bearer qm_ü")) {
            assertError(
                    gateway.send(RawHttp.request("POST", "/v1/chat/completions", CHAT, "Authorization: " + header)),
                    401,
                    "invalid_api_key");
        }
        assertThat(gateway.send(RawHttp.request(
                                "POST", "/v1/chat/completions", CHAT, "authorization: bearer " + gateway.key))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.upstream.requests()).isEqualTo(1);
    }

    @Test
    void expiryIsCheckedAtEachCall() { // gateway case 24
        String key = gateway.tenant.key(Role.MEMBER, Optional.of(Instant.parse("2026-06-01T12:00:10Z")), Set.of());
        assertThat(callWith(key).status()).isEqualTo(200);
        gateway.clock.advance(Duration.ofSeconds(10));
        assertError(callWith(key), 401, "expired_api_key");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAfterTheHint() { // gateway case 24
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.revokeKeys());
        assertError(gateway.chat(CHAT), 401, "invalid_api_key");
    }

    @Test
    void viewersOperatorsAndTheSuspendedAreRefusedEachWithTheReason() {
        assertError(callWith(gateway.tenant.key(Role.VIEWER, Optional.empty(), Set.of())), 403, "role_not_allowed");
        assertError(callWith(gateway.tenants.operatorKey()), 403, "no_tenant");
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.status(TenantStatus.SUSPENDED));
        assertError(gateway.chat(CHAT), 403, "tenant_suspended");
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.status(TenantStatus.ARCHIVED));
        assertError(gateway.chat(CHAT), 401, "invalid_api_key");
    }

    @Test
    void troubleWithTheDatabaseIsNeverAWrongKey() {
        gateway.tenants.cutOff = true;
        RawResponse cold = gateway.chat(CHAT);
        assertError(cold, 503, "settings_unavailable");
        assertThat(cold.headers().first("retry-after")).isPresent();
        gateway.tenants.cutOff = false;
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        gateway.tenants.cutOff = true;
        assertThat(gateway.chat(CHAT).status()).as("warm").isEqualTo(200);
        assertError(callWith("qm_unknown"), 503, "settings_unavailable");
    }

    @Test
    void aBugIs500AndTellsNobodyButTheLogMore() {
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
        gateway.bug = Optional.of("sk-secret in a broken invariant");
        RawResponse broken = gateway.chat(CHAT);

        assertError(broken, 500, "internal_error");
        assertThat(broken.headers().first("x-qm-request-id")).isPresent();
        assertThat(broken.text()).doesNotContain("invariant", "IllegalState", "sk-secret");
        Eventually.await(SOON, "the call has ended", () -> gateway.inFlight() == 0);
        gateway.bug = Optional.empty();
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
    }

    @Test
    void aLoadThatHangsIs503() {
        CountDownLatch answered = new CountDownLatch(1);
        gateway.tenants.afterRead = () -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        assertError(gateway.chat(CHAT), 503, "settings_unavailable");
        answered.countDown();
    }

    @Test
    void modelsAreResolvedAndRefusedInTheVendorsShape() {
        assertError(gateway.chat("{\"model\":\"nope\"}"), 404, "model_not_found");
        assertError(gateway.chat("{}"), 404, "no_default_model");
        assertError(gateway.chat("{\"model\":\"text-embedding-3-small\"}"), 404, "model_not_found");
        gateway.tenant.makeDefault(
                ModelType.LLM,
                Optional.of(gateway.tenant
                        .model(Views.model(
                                ModelType.LLM, ProviderFamily.OLLAMA, "llama", Optional.empty(), Optional.empty()))
                        .id()));
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        RawResponse unusable = gateway.chat("{\"model\":\"default\"}");
        assertError(unusable, 503, "default_model_unusable");
        assertThat(unusable.text()).contains("provider_not_configured");
        assertError(gateway.chat("{\"model\":\"llama\"}"), 503, "model_unusable");
        assertError(
                callWith(gateway.tenant.key(Role.MEMBER, Optional.empty(), Set.of("other"))), 404, "model_not_found");
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(gateway.events).isEmpty();
    }

    @Test
    void aFullDiskRefusesCallsUntilThereIsRoomAgain() {
        gateway.events.free(0);
        RawResponse answer = gateway.chat("{\"model\":\"gpt-4o\"}");
        while (answer.status() == 200) {
            answer = gateway.chat("{\"model\":\"gpt-4o\"}");
        }
        assertError(answer, 503, "ledger_unavailable");
        assertThat(answer.headers().first("retry-after")).hasValue("5");
        int asked = gateway.upstream.requests();
        assertThat(gateway.events).hasSize(asked);
        assertError(gateway.chat("{\"model\":\"gpt-4o\"}"), 503, "ledger_unavailable");
        assertThat(gateway.upstream.requests()).as("nobody was called").isEqualTo(asked);

        gateway.events.free(Long.MAX_VALUE);
        Eventually.await(
                SOON,
                "calls are taken",
                () -> gateway.chat("{\"model\":\"gpt-4o\"}").status() == 200);
    }

    @Test
    void otherContentTypesMethodsAndPathsAreRefused() {
        for (String type : List.of("text/plain", "application/jsonp", "application/x-www-form-urlencoded")) {
            assertError(
                    gateway.send(gateway.chatRequest(CHAT).replace("application/json", type)),
                    415,
                    "unsupported_content_type");
        }
        assertThat(gateway.send(gateway.chatRequest(CHAT)
                                .replace("application/json", "Application/JSON; charset=utf-8"))
                        .status())
                .isEqualTo(200);
        assertError(gateway.send(gateway.chatRequest(CHAT, "Content-Encoding: gzip")), 415, "unsupported_content_type");
        RawResponse method = gateway.get("/v1/chat/completions");
        assertError(method, 405, "method_not_allowed");
        assertThat(method.headers().first("allow")).contains("POST");
        assertError(gateway.get("/v1/nothing"), 404, "unknown_url");
        assertError(gateway.get("/v1/chat/completions/"), 404, "unknown_url");
        assertError(gateway.send(gateway.post("/v1/models", "{}")), 405, "method_not_allowed");
    }

    @Test
    void beyondItsBoundTheNodeSaysSo() {
        gateway.upstream.otherwise(Script.silence());
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(gateway.connect().send(gateway.chatRequest(CHAT)));
        }
        gateway.upstream.awaitExchange(3, SOON);

        RawResponse refused = gateway.chat(CHAT);

        assertError(refused, 503, "overloaded");
        assertThat(refused.headers().first("retry-after")).isPresent();
        clients.forEach(RawHttp::close);
        gateway.upstream.otherwise(Script.json(200, "{}"));
        Eventually.await(SOON, "the calls are over", () -> gateway.inFlight() == 0);
        assertThat(gateway.chat(CHAT).status()).isEqualTo(200);
    }

    @Test
    void theListShowsWhatTheKeyCanCall() {
        RawResponse all = gateway.get("/v1/models");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text())
                .startsWith("{\"object\":\"list\",\"data\":[")
                .contains(
                        "\"id\":\"smart\"",
                        "\"id\":\"text-embedding-3-small\"",
                        "\"owned_by\":\"openai\"",
                        "\"object\":\"model\"");
        assertThat(gateway.get("/v1/models/smart").text()).contains("\"id\":\"smart\"");
        assertThat(gateway.get("/v1/models/openai%2Fgpt-4o").text()).contains("\"id\":\"openai/gpt-4o\"");
        assertThat(gateway.get("/v1/models/openai/gpt-4o").status()).isEqualTo(200);
        assertError(gateway.get("/v1/models/nope"), 404, "model_not_found");
        assertError(gateway.get("/v1/models/default"), 404, "model_not_found");
        String narrow = gateway.tenant.key(Role.MEMBER, Optional.empty(), Set.of("smart"));
        assertThat(gateway.send(RawHttp.request("GET", "/v1/models", "", "Authorization: Bearer " + narrow))
                        .text())
                .contains("smart")
                .doesNotContain("embedding");
    }

    private RawResponse callWith(String key) {
        return gateway.send(RawHttp.request("POST", "/v1/chat/completions", CHAT, "Authorization: Bearer " + key));
    }

    private static void assertError(RawResponse answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":{\"message\":\"").contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().first("x-qm-request-id")).isPresent();
    }
}
