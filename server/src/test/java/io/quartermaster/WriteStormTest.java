package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.upstream.FakeUpstream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Case 62: many writers on one tenant take the other tenants' connections from nobody. */
final class WriteStormTest {

    private static final int WRITERS = 64;
    private static final int OTHERS = 20;

    /** What a tenant's writers do who wait in the database and hold a connection meanwhile. */
    private static final String WAITING_FOR_ONE_ANOTHER = "select count(*) from pg_stat_activity where datname ="
            + " current_database() and wait_event_type = 'Lock' and query like '%tenant_config_versions%'"
            + " and ?::uuid is not null";

    @Test
    void case62_sixtyFourWritersOnOneTenantLeaveOtherTenantsWritesAndColdLoadsUnharmed() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TestServer server = TestServer.start();
                OwnerSql sql = new OwnerSql(server.database())) {
            TestTenant stormed = TestTenant.on(server);
            String provider = stormed.path("/providers/" + stormed.provider("main", upstream.baseUrl()));
            stormed.model("gpt-4o");
            ChatCaller stormedChats = stormed.chats();
            List<TestTenant> others = new ArrayList<>();
            List<ChatCaller> cold = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                TestTenant other = TestTenant.on(server);
                other.provider("main", upstream.baseUrl());
                other.model("gpt-4o");
                others.add(other);
                cold.add(other.chats());
            }
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            Queue<String> failures = new ConcurrentLinkedQueue<>();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(Thread.ofVirtual().start(() -> storm(server, provider, stop, written, failures)));
            }
            while (written.get() < 2 * WRITERS && failures.isEmpty()) {
                Thread.onSpinWait();
            }

            List<Integer> overtakenWriting = new ArrayList<>();
            List<Integer> overtakenLoading = new ArrayList<>();
            List<Long> waiting = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                int before = written.get();
                others.get(i).post("/models", AdminScene.modelJson("during")).require(201);
                overtakenWriting.add(written.get() - before);
                before = written.get();
                assertThat(cold.get(i).call("gpt-4o").status()).isEqualTo(200);
                overtakenLoading.add(written.get() - before);
                assertThat(stormedChats.call("gpt-4o").status()).isEqualTo(200);
                waiting.add(sql.number(WAITING_FOR_ONE_ANOTHER, UUID.randomUUID()));
            }
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }

            assertThat(failures).isEmpty();
            // whoever waits for a connection behind the storm lets most of its writers go first
            assertThat(middle(overtakenWriting)).as("%s", overtakenWriting).isLessThan(WRITERS / 4);
            assertThat(middle(overtakenLoading)).as("%s", overtakenLoading).isLessThan(WRITERS / 4);
            assertThat(waiting).as("writers that wait and hold a connection").allMatch(count -> count == 0);
            requireEachWriteOnce(stormed, written.get());
        }
    }

    private static void storm(
            TestServer server, String provider, AtomicBoolean stop, AtomicInteger written, Queue<String> failures) {
        AdminClient client = server.operator();
        int priority = 0;
        while (!stop.get() && failures.isEmpty()) {
            priority++;
            try {
                client.patch(
                                provider,
                                "{\"priority\":%d,\"name\":\"n%s\"}".formatted(priority % 100, UUID.randomUUID()))
                        .require(200);
                written.incrementAndGet();
            } catch (RuntimeException | AssertionError failure) {
                failures.add(failure.toString());
            }
        }
    }

    private static void requireEachWriteOnce(TestTenant stormed, int written) throws SQLException {
        assertThat(stormed.number(
                        "select count(*) from audit_events where tenant_id = ? and action = 'provider.change'"))
                .isEqualTo(written);
    }

    private static int middle(List<Integer> counts) {
        return counts.stream().sorted().toList().get(counts.size() / 2);
    }
}
