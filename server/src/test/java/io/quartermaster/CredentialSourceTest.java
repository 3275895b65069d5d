package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.ChatCaller.Chat;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Case 29 on a whole server: in states drawn at random, the source that the API reports is the one that the gateway names and whose key
 * arrives, for a person's calls and for a service's. A failure names its seed, by which {@code -Dquartermaster.sources.seed} runs it again.
 */
final class CredentialSourceTest {

    private static final long SEED = Long.getLong("quartermaster.sources.seed", System.nanoTime());
    private static final int DRAWS = 60;
    private static final Map<String, String> KEYS = Map.of(
            "user",
            "Bearer sk-user",
            "central",
            "Bearer sk-central",
            "shared",
            "Bearer sk-shared",
            "deployment",
            "Bearer sk-deployment",
            "none",
            "");

    private record State(
            String family,
            String policy,
            String user,
            String central,
            boolean granted,
            boolean custom,
            boolean shared) {

        static State draw(Random random) {
            boolean shared = random.nextInt(8) == 0;
            return new State(
                    List.of("openai", "openai-compatible").get(random.nextInt(2)),
                    shared ? "TFF" : List.of("TFF", "FTF", "TTF", "TTT").get(random.nextInt(4)),
                    List.of("none", "open", "closed").get(random.nextInt(3)),
                    List.of("none", "open", "closed").get(random.nextInt(3)),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    shared);
        }
    }

    /** A tenant and a person in it. */
    private record Place(TestTenant tenant, TestPerson person, ChatCaller service) {}

    @Test
    void case29_theReportedSourceIsTheOneThatCallsUse() throws Exception {
        System.out.println("Sources with -Dquartermaster.sources.seed=" + SEED);
        Random random = new Random(SEED);
        try (FakeUpstream standard = FakeUpstream.start();
                FakeUpstream custom = FakeUpstream.start();
                TestServer server = TestServer.start(Map.of(
                        "QM_PROVIDER_KEY_OPENAI",
                        "sk-deployment",
                        "QM_PROVIDER_KEY_OPENAI_COMPATIBLE",
                        "sk-deployment",
                        "QM_PROVIDER_URL_OPENAI",
                        standard.baseUrl().toString(),
                        "QM_PROVIDER_URL_OPENAI_COMPATIBLE",
                        standard.baseUrl().toString()))) {
            Place granted = place(server);
            Place other = place(server);
            granted.tenant()
                    .changeTenant("{\"deployment_key_families\":[\"openai\",\"openai-compatible\"]}")
                    .require(200);
            for (int number = 0; number < DRAWS; number++) {
                State state = State.draw(random);
                check(server, state, state.granted() ? granted : other, number, standard, custom);
            }
        }
    }

    private static void check(
            TestServer server, State state, Place place, int number, FakeUpstream standard, FakeUpstream custom)
            throws Exception {
        String what = "seed " + SEED + ", draw " + number + ": " + state;
        TestTenant tenant = place.tenant();
        FakeUpstream target = state.custom() ? custom : standard;
        String provider =
                state.shared() ? shared(server, state, tenant, number, target) : own(state, place, number, target);
        // bound, so that no sibling answers in its place; made last, so that every node's settings are older than it
        tenant.model(state.family(), "m-" + number, ",\"provider_id\":\"" + provider + "\"");

        JsonNode shown = tenant.get("/providers/" + provider).require(200).body();
        compare(what + " by a service", place.service(), number, shown, target);
        boolean mayHaveKey = state.policy().charAt(1) == 'T';
        JsonNode entry = place.person().entry(provider);
        assertThat(entry.isMissingNode()).as(what).isEqualTo(!mayHaveKey);
        compare(what + " by a person", place.person().chats(), number, mayHaveKey ? entry : shown, target);
    }

    private static void compare(String what, ChatCaller caller, int number, JsonNode reported, FakeUpstream target) {
        target.forget();
        Chat chat = caller.call("m-" + number);
        String source = reported.path("credential_source").asString();
        if (reported.path("unusable_reason").isNull()) {
            assertThat(chat.status()).as(what + chat.text()).isEqualTo(200);
            assertThat(chat.credentialSource()).as(what).isEqualTo(source);
            assertThat(target.exchanges().getLast().header("authorization").orElse(""))
                    .as(what)
                    .isEqualTo(KEYS.get(source));
        } else {
            assertThat(source).as(what).isEqualTo("none");
            assertThat(chat.status()).as(what).isEqualTo(503);
            assertThat(chat.text())
                    .as(what)
                    .contains(reported.path("unusable_reason").asString());
            assertThat(target.requests()).as(what).isZero();
        }
    }

    /** Made with every key and the widest policy, and then brought into the state behind the server's back. */
    private static String own(State state, Place place, int number, FakeUpstream target) throws Exception {
        TestTenant tenant = place.tenant();
        String provider = tenant.post(
                        "/providers",
                        ("{\"family\":\"%s\",\"name\":\"p-%d\",\"api_key\":\"sk-central\",\"central_key_enabled\":true,"
                                        + "\"user_key_allowed\":true,\"central_key_fallback\":true%s}")
                                .formatted(
                                        state.family(),
                                        number,
                                        state.custom() ? ",\"base_url\":\"" + target.baseUrl() + "\"" : ""))
                .require(201)
                .string("id");
        if (!state.user().equals("none")) {
            place.person().putKey(provider, "sk-user").require(200);
        }
        String row = " where tenant_id = ? and id = '" + provider + "'";
        if (state.user().equals("closed")) {
            tenant.update("update user_keys set api_key_sealed = '\\x00' where tenant_id = ? and provider_id = '"
                    + provider + "'");
        }
        if (state.central().equals("closed")) {
            tenant.update("update provider_configs set api_key_sealed = '\\x00'" + row);
        } else if (state.central().equals("none")) {
            tenant.update("update provider_configs set api_key_sealed = null, api_key_data_key_id = null,"
                    + " api_key_last_four = null, api_key_fingerprint = null, credential_kind = null" + row);
        }
        tenant.update(
                "update provider_configs set central_key_enabled = %s, user_key_allowed = %s, central_key_fallback = %s"
                                .formatted(
                                        state.policy().charAt(0) == 'T',
                                        state.policy().charAt(1) == 'T',
                                        state.policy().charAt(2) == 'T')
                        + row);
        return provider;
    }

    private static String shared(TestServer server, State state, TestTenant tenant, int number, FakeUpstream target)
            throws Exception {
        Answer shared = server.operator()
                .post(
                        "/shared-providers",
                        "{\"family\":\"%s\",\"name\":\"shared-%d\",\"api_key\":\"sk-shared\"%s}"
                                .formatted(
                                        state.family(),
                                        number,
                                        state.custom() ? ",\"base_url\":\"" + target.baseUrl() + "\"" : ""))
                .require(201);
        String id = shared.string("id");
        server.operator()
                .put("/shared-providers/" + id + "/grants/" + tenant.slug(), "")
                .require(200);
        String of = "' and ?::uuid is not null";
        if (state.central().equals("closed")) {
            tenant.update("update shared_providers set api_key_sealed = '\\x00' where id = '" + id + of);
        } else if (state.central().equals("none")) {
            tenant.update("update shared_providers set api_key_sealed = null, api_key_data_key_id = null,"
                    + " api_key_last_four = null, api_key_fingerprint = null, credential_kind = null where id = '" + id
                    + of);
        }
        return tenant.all("/providers").stream()
                .filter(row -> row.path("shared_provider_id").asString("").equals(id))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    private static Place place(TestServer server) {
        TestTenant tenant = TestTenant.on(server);
        return new Place(tenant, TestPerson.in(server, tenant, "member"), tenant.chats());
    }
}
