package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is disabled is out at once, with all of their keys, in every tenant and at every node. */
final class DisabledPersonTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @RegisterExtension
    static final TwoNodeScene scene = new TwoNodeScene();

    @Test
    void theirKeysAreRefusedWithinASecondAtEveryNodeUntilTheyAreEnabled() {
        TestPerson ada = scene.person("admin");
        TestPerson ben = scene.person("admin");
        String playground = ada.playgroundKey().require(201).string("key");
        List<ChatCaller> calls = Stream.of(scene.server(), scene.otherNode())
                .flatMap(node -> Stream.of(ada.chats(node), new ChatCaller(node.address(), playground)))
                .toList();
        assertThat(calls).allSatisfy(call -> assertThat(status(call)).isEqualTo(200));
        ada.byKey().get(scene.tenant().path("/models")).require(200);

        disable(ada, true);

        assertThat(calls.subList(0, 2))
                .allSatisfy(call -> assertThat(status(call)).isEqualTo(401));
        Eventually.value(
                AT_ONCE,
                "refusals at the other node",
                () -> Optional.of(calls).filter(all -> all.stream().allMatch(call -> status(call) == 401)));
        ada.byKey().get(scene.tenant().path("/models")).require(401);
        assertThat(status(ben.chats(scene.otherNode()))).isEqualTo(200);

        disable(ada, false);

        Eventually.value(
                AT_ONCE,
                "answers at every node",
                () -> Optional.of(calls).filter(all -> all.stream().allMatch(call -> status(call) == 200)));
        ada.byKey().get(scene.tenant().path("/models")).require(200);
    }

    @Test
    void noCallThatBeginsAfterDisablingIsLetThroughHoweverManyRunBesideIt() throws Exception {
        TestPerson ada = scene.person("member");
        AtomicBoolean disabled = new AtomicBoolean();
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch calling = new CountDownLatch(10);
        List<CompletableFuture<Boolean>> callers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> {
                            boolean right = true;
                            int seen = 0;
                            while (seen < 3) { // calls after it, each
                                boolean after = disabled.get();
                                int status = status(ada.chats());
                                right &= after ? status == 401 : status == 200 || status == 401;
                                seen += after ? 1 : 0;
                                calling.countDown();
                            }
                            refused.countDown();
                            return right;
                        },
                        Thread::startVirtualThread))
                .limit(4)
                .toList();
        calling.await();

        disable(ada, true);
        disabled.set(true);

        refused.await();
        assertThat(callers).allSatisfy(each -> assertThat(each.join()).isTrue());
    }

    private static int status(ChatCaller caller) {
        return caller.call("gpt-4o").status();
    }

    private static void disable(TestPerson person, boolean disabled) {
        scene.server()
                .operator()
                .patch("/users/" + person.id(), "{\"disabled\":" + disabled + "}")
                .require(200);
    }
}
