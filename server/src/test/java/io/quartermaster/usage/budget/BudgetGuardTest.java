package io.quartermaster.usage.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.Race;
import io.quartermaster.usage.UsageEvents;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.budget.BudgetGuard.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money on one node and on several, with a real database and real threads: gateway cases 22 and 23. */
final class BudgetGuardTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final UUID FIRST = new UUID(1, 1);
    private static final UUID SECOND = new UUID(1, 2);

    private final DatabaseScene scene = new DatabaseScene();
    private final TenantId tenant = scene.tenant();
    private final UsageEvents events = new UsageEvents(scene.ids(), tenant);
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void oneNodeAdmitsExactlyWhatFits() { // gateway case 22
        BudgetsView budgets = budgets(budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000));
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            assertThat(admitted(List.of(node), 64, budgets, 37)).isEqualTo(1_000 / 37);
        }
    }

    @Test
    void severalNodesNeverAdmitMoreThanTheLimit() { // gateway case 22
        BudgetsView budgets = budgets(
                budget(UsageScope.TENANT, BudgetWindow.DAY, 50_000),
                budget(UsageScope.KEY, BudgetWindow.MONTH, 40_000),
                budget(UsageScope.MODEL, BudgetWindow.TOTAL, 30_000));
        try (BudgetNode one = new BudgetNode(scene, FIRST);
                BudgetNode other = new BudgetNode(scene, SECOND)) {
            int admitted = admitted(List.of(one, other), 600, budgets, 100);
            assertThat(admitted).isBetween(270, 300);
        }
    }

    @Test
    void whatIsSpentReservedAndLeftIsTheLimitThroughAStormOfCallsOnTwoNodes() { // gateway cases 22, 23, 27
        Budget day = budget(UsageScope.TENANT, BudgetWindow.DAY, 200_000);
        Budget month = budget(UsageScope.MEMBER, BudgetWindow.MONTH, 180_000);
        BudgetsView budgets = budgets(day, month);
        AtomicLong paid = new AtomicLong();
        try (BudgetNode one = new BudgetNode(scene, FIRST);
                BudgetNode other = new BudgetNode(scene, SECOND)) {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 12; caller++) {
                BudgetNode node = caller % 2 == 0 ? one : other;
                Random random = new Random(caller);
                callers.add(() -> {
                    for (int call = 0; call < 120; call++) {
                        call(node, budgets, random, paid);
                    }
                    return 0;
                });
            }
            Race.onPlatformThreads(Duration.ofMinutes(2)).run(callers).requireAll();
            Eventually.await(SOON, "nothing stays reserved", () -> standing(day).reservedMicros() == 0);
            Eventually.await(
                    SOON, "nothing stays reserved", () -> standing(month).reservedMicros() == 0);
        }
        assertThat(paid.get()).isBetween(150_000L, 180_000L);
        assertThat(standing(day)).isEqualTo(new BudgetStanding(paid.get(), 0));
        assertThat(standing(month)).isEqualTo(new BudgetStanding(paid.get(), 0));
    }

    /** Reserves 500, costs up to that, and sometimes comes to nothing. */
    private void call(BudgetNode node, BudgetsView budgets, Random random, AtomicLong paid) {
        if (node.guard.reserve(ask(budgets, 500)).join() instanceof Outcome.Reserved(Reservation reservation)) {
            if (random.nextInt(10) == 0) {
                reservation.release();
            } else {
                long cost = random.nextInt(501);
                paid.addAndGet(cost);
                var event = events.at(now, cost);
                reservation.settle(event);
                node.accept(event);
            }
        }
    }

    @Test
    void whatADeadNodeHadLeasedCountsAsSpentUntilItIsBack() { // gateway case 23
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000);
        BudgetsView budgets = budgets(budget);
        BudgetNode dead = new BudgetNode(scene, FIRST);
        assertThat(dead.guard.reserve(ask(budgets, 600)).join()).isInstanceOf(Outcome.Reserved.class);
        dead.kill();

        try (BudgetNode other = new BudgetNode(scene, SECOND)) {
            Outcome refused = other.guard.reserve(ask(budgets, 500)).join();
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Outcome.Lacking.class,
                            less -> assertThat(less.shortage())
                                    .extracting(Shortage::spentMicros, Shortage::reservedMicros, Shortage::wantedMicros)
                                    .containsExactly(0L, 600L, 500L));
            assertThat(other.guard.reserve(ask(budgets, 400)).join()).isInstanceOf(Outcome.Reserved.class);
            try (BudgetNode back = new BudgetNode(scene, FIRST)) {
                back.guard.endEarlierLeases();
                assertThat(back.guard.reserve(ask(budgets, 600)).join()).isInstanceOf(Outcome.Reserved.class);
                assertThat(back.guard.reserve(ask(budgets, 1)).join()).isInstanceOf(Outcome.Lacking.class);
            }
        }
    }

    @Test
    void whileTheDatabaseIsAwayWhatIsLeasedMayBeSpentAndNoMore() {
        BudgetsView budgets = budgets(budget(UsageScope.TENANT, BudgetWindow.DAY, 100_000));
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            assertThat(node.guard.reserve(ask(budgets, 100)).join()).isInstanceOf(Outcome.Reserved.class);
            node.cutOff();
            List<Outcome> outcomes = IntStream.range(0, 40)
                    .mapToObj(_ -> node.guard.reserve(ask(budgets, 100)).join())
                    .toList();
            assertThat(outcomes.stream().filter(Outcome.Reserved.class::isInstance))
                    .hasSize(16);
            assertThat(outcomes.stream().filter(Outcome.Away.class::isInstance)).hasSize(24);
        }
    }

    @Test
    void aCallThatCostMoreThanItCouldIsCountedWhole() {
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000);
        BudgetsView budgets = budgets(budget);
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            Reservation reservation = reserved(node, budgets, 100);
            var event = events.at(now, 950);
            reservation.settle(event);
            node.accept(event);
            Eventually.await(SOON, "it is in the ledger", () -> standing(budget).spentMicros() == 950);
            assertThat(node.guard.reserve(ask(budgets, 51)).join()).isInstanceOf(Outcome.Lacking.class);
            assertThat(node.guard.reserve(ask(budgets, 50)).join()).isInstanceOf(Outcome.Reserved.class);
        }
    }

    @Test
    void aWindowBeginsAtZeroAndTheOldOneKeepsWhatItHad() { // gateway case 22
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 100);
        BudgetsView budgets = budgets(budget);
        Instant late = Instant.parse("2026-12-31T23:59:59.999Z");
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            assertThat(node.guard.reserve(ask(budgets, 100, late)).join()).isInstanceOf(Outcome.Reserved.class);
            assertThat(node.guard.reserve(ask(budgets, 1, late)).join()).isInstanceOf(Outcome.Lacking.class);
            assertThat(node.guard.reserve(ask(budgets, 100, late.plusMillis(1))).join())
                    .isInstanceOf(Outcome.Reserved.class);
        }
    }

    @Test
    void aNodeThatIsStoppedLeavesNothingReserved() {
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000_000);
        BudgetsView budgets = budgets(budget);
        BudgetNode node = new BudgetNode(scene, FIRST);
        Reservation reservation = reserved(node, budgets, 100);
        assertThat(standing(budget).reservedMicros()).isGreaterThan(100);
        var event = events.at(now, 70);
        reservation.settle(event);
        node.accept(event);
        node.close();
        assertThat(standing(budget)).isEqualTo(new BudgetStanding(70, 0));
    }

    @Test
    void whoAsksWhileALeaseEndsIsServedAfterItAndKeepsItsLease() {
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000_000);
        BudgetsView budgets = budgets(budget);
        scene.execute("create function slow() returns trigger language plpgsql as"
                + " $$ begin perform pg_sleep(3); return null; end $$");
        scene.execute("create trigger slow before delete on budget_leases for each statement execute function slow()");
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            reserved(node, budgets, 100).release();
            Eventually.await(SOON, "its lease is being ended", () -> sleeping() > 0);
            assertThat(node.guard.reserve(ask(budgets, 100)).join()).isInstanceOf(Outcome.Reserved.class);
            Eventually.await(SOON, "it was ended", () -> sleeping() == 0);
            assertThat(standing(budget).reservedMicros())
                    .as("what is reserved is leased")
                    .isGreaterThanOrEqualTo(100);
            scene.execute("drop trigger slow on budget_leases");
        }
    }

    @Test
    void aBudgetThatIsGoneGrantsWhateverIsAsked() {
        Budget budget = budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000);
        scene.execute("delete from budgets");
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            assertThat(node.guard
                            .reserve(ask(budgets(budget), Long.MAX_VALUE))
                            .orTimeout(5, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(Outcome.Reserved.class);
        }
    }

    @Test
    void afterABurstMoneyIsStillLeasedAheadOfNeed() {
        BudgetsView budgets = budgets(budget(UsageScope.TENANT, BudgetWindow.DAY, 1_000_000));
        try (BudgetNode node = new BudgetNode(scene, FIRST)) {
            int waited = 0;
            for (int call = 0; call < 6_000; call++) {
                var reserving = node.guard.reserve(ask(budgets, 100));
                waited += reserving.isDone() ? 0 : 1;
                assertThat(reserving.join()).isInstanceOf(Outcome.Reserved.class);
            }
            assertThat(waited).as("calls that asked the database").isLessThan(300);
        }
    }

    private int sleeping() {
        return scene.database()
                .readTenant(
                        tenant,
                        tx -> tx.sql()
                                .fetchCount(DSL.table("pg_stat_activity"), DSL.condition("wait_event = 'PgSleep'")));
    }

    private int admitted(List<BudgetNode> nodes, int callers, BudgetsView budgets, long each) {
        return (int) Race.onVirtualThreads(Duration.ofSeconds(60))
                .run(
                        callers,
                        caller -> () -> nodes.get(caller % nodes.size())
                                        .guard
                                        .reserve(ask(budgets, each))
                                        .join()
                                instanceof Outcome.Reserved)
                .requireAll()
                .stream()
                .filter(admitted -> admitted)
                .count();
    }

    private Reservation reserved(BudgetNode node, BudgetsView budgets, long micros) {
        return node.guard.reserve(ask(budgets, micros)).join() instanceof Outcome.Reserved(Reservation reservation)
                ? reservation
                : Reservation.NONE;
    }

    private SpendAsk ask(BudgetsView budgets, long micros) {
        return ask(budgets, micros, now);
    }

    private SpendAsk ask(BudgetsView budgets, long micros, Instant at) {
        return new SpendAsk(
                tenant,
                budgets,
                events.key(),
                Optional.of(events.user()),
                List.of(events.model()),
                at,
                OptionalLong.of(micros));
    }

    private static BudgetsView budgets(Budget... budgets) {
        return new BudgetsView(List.of(budgets));
    }

    private Budget budget(UsageScope scope, BudgetWindow window, long limit) {
        UUID scopeId = switch (scope) {
            case TENANT -> tenant.value();
            case KEY -> events.key().value();
            case MEMBER -> events.user().value();
            case MODEL -> events.model().value();
        };
        Budget budget = new Budget(
                new BudgetId(scene.ids().next()),
                scope,
                scopeId,
                window,
                limit,
                BudgetMode.STRICT,
                1,
                now,
                "test",
                now,
                "test");
        scene.execute(
                "insert into budgets values (?, ?, ?, ?, ?, ?, 'strict', 1, now(), 'test', now(), 'test')",
                tenant.value(),
                budget.id().value(),
                scope.word(),
                scopeId,
                window.word(),
                limit);
        return budget;
    }

    private BudgetStanding standing(Budget budget) {
        return scene.database()
                .readTenant(
                        tenant,
                        tx -> new BudgetLeaseStore()
                                .standing(tx, budget, budget.window().at(now)));
    }
}
