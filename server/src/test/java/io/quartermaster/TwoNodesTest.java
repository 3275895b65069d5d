package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.database.Cable;
import io.quartermaster.testkit.upstream.FakeUpstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Case 61: two nodes on one database, together and apart. */
final class TwoNodesTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration MAX_STALENESS = Duration.ofSeconds(4);

    @Test
    void case61_aChangeIsReadOnTheOtherNodeAtOnceAndUsedByItsGatewayWithinASecond() throws Exception {
        try (FakeUpstream before = FakeUpstream.start();
                FakeUpstream after = FakeUpstream.start();
                TestServer first = TestServer.start();
                TestServer second = first.secondNode()) {
            TestTenant tenant = TestTenant.on(first);
            String provider = tenant.path("/providers/" + tenant.provider("main", before.baseUrl()));
            tenant.model("gpt-4o");
            List<Duration> delays = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                ChatCaller chats = new ChatCaller(second.address(), tenant.key("member"));
                FakeUpstream next = round % 2 == 0 ? after : before;
                assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
                int earlier = next.exchanges().size();

                first.operator()
                        .patch(provider, "{\"base_url\":\"%s\",\"api_key\":\"sk-%d\"}".formatted(next.baseUrl(), round))
                        .require(200);
                long changed = System.nanoTime();

                assertThat(second.operator().get(provider).string("base_url"))
                        .isEqualTo(next.baseUrl().toString());
                Eventually.await(PATIENCE, "the other node's gateway calls the new address", () -> {
                    assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
                    return next.exchanges().size() > earlier;
                });
                delays.add(Duration.ofNanos(System.nanoTime() - changed));
                assertThat(next.exchanges().getLast().headers().first("authorization"))
                        .contains("Bearer sk-" + round);
            }
            assertMostlyWithinASecond(delays);
        }
    }

    @Test
    void case61_aRevokedKeyIsRefusedByTheOtherNodeWithinASecond() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer first = TestServer.start();
                TestServer second = first.secondNode()) {
            TestTenant tenant = TestTenant.on(first);
            tenant.provider("main", upstream.baseUrl());
            tenant.model("gpt-4o");
            List<Duration> delays = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                Answer key = tenant.post("/api-keys", "{\"name\":\"revoked\",\"role\":\"member\"}")
                        .require(201);
                ChatCaller chats = new ChatCaller(second.address(), key.string("key"));
                assertThat(chats.call("gpt-4o").status()).isEqualTo(200);

                tenant.delete("/api-keys/" + key.string("id")).require(204);
                long revoked = System.nanoTime();

                assertThat(second.as(key.string("key"))
                                .get(tenant.path("/models"))
                                .status())
                        .isEqualTo(401);
                Eventually.await(
                        PATIENCE,
                        "the other node's gateway refuses the key",
                        () -> chats.call("gpt-4o").status() == 401);
                delays.add(Duration.ofNanos(System.nanoTime() - revoked));
            }
            assertMostlyWithinASecond(delays);
        }
    }

    @Test
    void case61_aNodeCutOffServesWarmTenantsForAWhileThenRefusesAndCatchesUpWhenItIsBack() throws Exception {
        try (FakeUpstream before = FakeUpstream.start();
                FakeUpstream after = FakeUpstream.start();
                TestServer first = TestServer.start();
                Cable cable = Cable.to(first.database());
                TestServer second = first.secondNode(Map.of(
                        "QM_DATABASE_URL", cable.jdbcUrl(), "QM_MAX_STALENESS", MAX_STALENESS.toSeconds() + "s"))) {
            TestTenant warm = TestTenant.on(first);
            String provider = warm.provider("main", before.baseUrl());
            warm.model("gpt-4o");
            ChatCaller chats = new ChatCaller(second.address(), warm.key("member"));
            Answer revoked = warm.post("/api-keys", "{\"name\":\"revoked\",\"role\":\"member\"}")
                    .require(201);
            ChatCaller revokedChats = new ChatCaller(second.address(), revoked.string("key"));
            TestTenant cold = TestTenant.on(first);
            ChatCaller coldChats = new ChatCaller(second.address(), cold.key("member"));
            AdminClient reader = second.as(warm.key("viewer"));
            assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
            assertThat(revokedChats.call("gpt-4o").status()).isEqualTo(200);

            cable.cut();
            long cut = System.nanoTime();

            assertThat(chats.call("gpt-4o").status()).isEqualTo(200);
            assertUnavailable(coldChats.call("gpt-4o"));
            assertUnavailable(new ChatCaller(second.address(), "qm_Nobody0123456789abcdefghijklmnopqrstuvwxyzABCD")
                    .call("gpt-4o"));
            Answer read = reader.get(warm.path("/models"));
            assertThat(read.status()).isEqualTo(503);
            assertThat(read.header("retry-after")).isNotEmpty();

            warm.patch(
                            "/providers/" + provider,
                            "{\"base_url\":\"%s\",\"api_key\":\"sk-after\"}".formatted(after.baseUrl()))
                    .require(200);
            warm.delete("/api-keys/" + revoked.string("id")).require(204);
            ChatCaller.Chat refused = Eventually.value(PATIENCE, "the node refuses", () -> {
                ChatCaller.Chat chat = chats.call("gpt-4o");
                assertThat(chat.status()).isIn(200, 503);
                return java.util.Optional.of(chat).filter(answer -> answer.status() == 503);
            });
            // the bound counts from the last poll, which was at most a second before the cut
            assertThat(Duration.ofNanos(System.nanoTime() - cut)).isGreaterThan(MAX_STALENESS.minus(A_SECOND));
            assertUnavailable(refused);
            assertUnavailable(revokedChats.call("gpt-4o"));
            assertThat(after.exchanges()).isEmpty();

            cable.mend();

            Eventually.await(
                    PATIENCE,
                    "the node serves again",
                    () -> chats.call("gpt-4o").status() == 200);
            assertThat(after.exchanges()).isNotEmpty();
            assertThat(revokedChats.call("gpt-4o").status()).isEqualTo(401);
            assertThat(reader.get(warm.path("/models")).status()).isEqualTo(200);
            assertThat(second.operator()
                            .patch(warm.path("/providers/" + provider), "{\"priority\":5}")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static void assertUnavailable(ChatCaller.Chat chat) {
        assertThat(chat.status()).isEqualTo(503);
        assertThat(chat.code()).isEqualTo("settings_unavailable");
        assertThat(chat.retryAfter()).isNotEmpty();
    }

    /** One of the rounds may meet a machine that does something else. */
    private static void assertMostlyWithinASecond(List<Duration> delays) {
        assertThat(delays.stream().sorted().toList().subList(0, delays.size() - 1))
                .as("%s", delays)
                .allMatch(delay -> delay.compareTo(A_SECOND) < 0);
    }
}
