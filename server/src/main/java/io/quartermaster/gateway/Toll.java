package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.budget.BudgetGuard;
import io.quartermaster.usage.budget.BudgetGuard.Outcome;
import io.quartermaster.usage.budget.BudgetsView;
import io.quartermaster.usage.budget.Reservation;
import io.quartermaster.usage.budget.Shortage;
import io.quartermaster.usage.budget.SpendAsk;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What a call must have before it is forwarded: the money it may cost, of every budget it counts for. */
final class Toll {

    private final BudgetGuard budgets;
    private final InstantSource clock;

    Toll(BudgetGuard budgets, InstantSource clock) {
        this.budgets = budgets;
        this.clock = clock;
    }

    /** What came of asking. */
    sealed interface Passage {

        /** The call may take these steps. */
        record Open(List<Step> plan, Reservation reservation) implements Passage {}

        record Closed(Refusal refusal) implements Passage {}
    }

    /** Whether the tenant has budgets at all. */
    static boolean isDue(Incoming incoming) {
        return !budgets(incoming).isEmpty();
    }

    private static BudgetsView budgets(Incoming incoming) {
        return incoming.caller().tenant().snapshot().budgets();
    }

    /** Asks for the money; answered at once, or on another thread when money must be leased first. */
    CompletableFuture<Passage> ask(Incoming incoming, List<Step> plan, RequestScan request, Instant at) {
        OptionalLong most = MostCost.of(incoming.route(), request, plan);
        List<Step> steps = plan;
        if (most.isEmpty()) {
            ModelConfigId first = first(plan);
            steps = plan.stream()
                    .filter(step -> step.route().model().id().equals(first)
                            || step.route().model().pricing().prices().isPresent())
                    .toList();
            most = MostCost.of(incoming.route(), request, steps);
        }
        return ask(incoming, steps, most, at);
    }

    private CompletableFuture<Passage> ask(Incoming incoming, List<Step> plan, OptionalLong most, Instant at) {
        List<ModelConfigId> models =
                plan.stream().map(step -> step.route().model().id()).distinct().toList();
        SpendAsk ask = new SpendAsk(
                incoming.caller().tenant().snapshot().tenant().id(),
                budgets(incoming),
                incoming.caller().key().id(),
                incoming.caller().key().user(),
                models,
                at,
                most);
        CompletableFuture<Outcome> outcome = budgets.reserve(ask);
        return outcome.thenCompose(reached -> passage(incoming, plan, most, at, reached));
    }

    private CompletableFuture<Passage> passage(
            Incoming incoming, List<Step> plan, OptionalLong most, Instant at, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reserved(Reservation reservation) ->
                CompletableFuture.completedFuture(new Passage.Open(plan, reservation));
            case Outcome.Lacking(Shortage shortage) -> {
                List<Step> without = without(plan, shortage);
                yield without.size() == plan.size()
                        ? closed(Refusal.budgetExceeded(shortage, clock.instant()))
                        : ask(incoming, without, most, at);
            }
            case Outcome.Unpriced _ ->
                closed(Refusal.unpriced(plan.getFirst().route().header()));
            case Outcome.Away _ -> closed(Refusal.budgetsUnavailable());
        };
    }

    /** A fallback whose own budget is spent is none; the call goes on without it. */
    private static List<Step> without(List<Step> plan, Shortage shortage) {
        if (shortage.budget().scope() != UsageScope.MODEL) {
            return plan;
        }
        ModelConfigId spent = new ModelConfigId(shortage.budget().scopeId());
        return spent.equals(first(plan))
                ? plan
                : plan.stream()
                        .filter(step -> !step.route().model().id().equals(spent))
                        .toList();
    }

    private static ModelConfigId first(List<Step> plan) {
        return plan.getFirst().route().model().id();
    }

    private static CompletableFuture<Passage> closed(Refusal refusal) {
        return CompletableFuture.completedFuture(new Passage.Closed(refusal));
    }
}
