package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which provider serves a bound and an unbound model, as the API shows it and the gateway does it. */
final class ModelRoutingTest {

    private static TestServer server;
    private FakeUpstream first;
    private FakeUpstream second;
    private TestTenant tenant;
    private String one;
    private String two;
    private ChatCaller chats;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        first = FakeUpstream.start();
        second = FakeUpstream.start();
        tenant = TestTenant.on(server);
        one = tenant.provider("one", first.baseUrl());
        two = tenant.provider("two", second.baseUrl());
        chats = tenant.chats();
    }

    @AfterEach
    void closeUpstreams() {
        first.close();
        second.close();
    }

    @Test
    void case38_aDisabledDeletedOrForeignModelIsNotFoundByAnyName() {
        String disabled = tenant.model("openai-compatible", "off", ",\"alias\":\"off-alias\",\"enabled\":false");
        String deleted = tenant.model("openai-compatible", "gone", ",\"alias\":\"gone-alias\"");
        tenant.delete("/models/" + deleted).require(200);
        TestTenant other = TestTenant.on(server);
        other.provider("theirs", first.baseUrl());
        String foreign = other.model("openai-compatible", "foreign", ",\"alias\":\"foreign-alias\"");
        assertThat(other.chats().call("foreign").status()).isEqualTo(200);
        int before = first.requests();
        for (String name : List.of(
                disabled,
                "off",
                "off-alias",
                "openai-compatible/off",
                deleted,
                "gone",
                "gone-alias",
                "openai-compatible/gone",
                foreign,
                "foreign",
                "foreign-alias",
                "openai-compatible/foreign")) {
            ChatCaller.Chat call = chats.call(name);
            assertThat(call.status()).as(name).isEqualTo(404);
            assertThat(call.code()).as(name).isEqualTo("model_not_found");
        }
        assertThat(first.requests() + second.requests()).isEqualTo(before);
    }

    @Test
    void case38_aLiveModelIsFoundByEachOfItsNames() {
        String id = tenant.model("openai-compatible", "alpha", ",\"alias\":\"fast\"");
        for (String name : List.of(id, "alpha", "fast", "openai-compatible/alpha")) {
            assertThat(chats.call(name).status()).as(name).isEqualTo(200);
        }
    }

    @Test
    void case39_anUnboundModelGoesToTheFirstUsableSiblingByPrecedence() {
        tenant.model("alpha");
        assertServes(first);
        tenant.patch("/providers/" + two, "{\"priority\":1}").require(200);
        assertServes(second);
        tenant.patch("/providers/" + two, "{\"enabled\":false}").require(200);
        assertServes(first);
        tenant.patch("/providers/" + two, "{\"enabled\":true,\"central_key_enabled\":false,\"user_key_allowed\":true}")
                .require(200);
        assertServes(first); // a sibling's policy is its own
        tenant.patch("/providers/" + one, "{\"enabled\":false}").require(200);
        assertThat(chats.call("alpha").code()).isEqualTo("model_unusable");
    }

    @Test
    void case39_aBoundModelGoesToItsProviderOnlyAndIsUnusableWithIt() {
        String model = tenant.model("openai-compatible", "alpha", ",\"provider_id\":\"" + two + "\"");
        assertServes(second);
        tenant.patch("/providers/" + two, "{\"enabled\":false}").require(200);
        assertThat(chats.call("alpha").code()).isEqualTo("model_unusable");
        assertThat(first.requests()).isZero();
        Answer still = tenant.patch("/models/" + model, "{\"display_name\":\"x\",\"provider_id\":\"" + two + "\"}");
        assertThat(still.require(200).string("unusable_reason")).isEqualTo("provider_disabled");
    }

    @Test
    void case39_rebindingAndUnbindingTakeEffectAndAnAbsentFieldLeavesTheBinding() {
        String model = tenant.model("openai-compatible", "alpha", ",\"provider_id\":\"" + two + "\"");
        Answer rebound = tenant.patch("/models/" + model, "{\"provider_id\":\"" + one + "\"}")
                .require(200);
        assertThat(rebound.string("provider_id")).isEqualTo(one);
        assertServes(first);
        assertThat(tenant.patch("/models/" + model, "{\"display_name\":\"x\"}")
                        .require(200)
                        .string("provider_id"))
                .isEqualTo(one);
        Answer unbound =
                tenant.patch("/models/" + model, "{\"provider_id\":null}").require(200);
        assertThat(unbound.body().path("provider_id").isNull()).isTrue();
        tenant.patch("/providers/" + one, "{\"enabled\":false}").require(200);
        assertServes(second);
        assertThat(tenant.patch("/models/" + model, "{\"provider_id\":\"" + one + "\"}")
                        .require(422)
                        .errorCode())
                .isEqualTo("disabled");
        String elsewhere = tenant.post("/providers", "{\"family\":\"openai\",\"name\":\"x\",\"api_key\":\"k\"}")
                .require(201)
                .string("id");
        assertThat(tenant.patch("/models/" + model, "{\"provider_id\":\"" + elsewhere + "\"}")
                        .require(422)
                        .errorCode())
                .isEqualTo("other_family");
    }

    private void assertServes(FakeUpstream upstream) {
        int before = upstream.requests();
        ChatCaller.Chat call = chats.call("alpha");
        assertThat(call.status()).as(call.text()).isEqualTo(200);
        assertThat(upstream.requests()).isEqualTo(before + 1);
    }
}
