package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.usage.UsageScope;
import io.quartermaster.usage.budget.BudgetGuard;
import io.quartermaster.usage.budget.BudgetGuard.Outcome;
import io.quartermaster.usage.budget.BudgetsView;
import io.quartermaster.usage.budget.Reservation;
import io.quartermaster.usage.budget.Shortage;
import io.quartermaster.usage.budget.SpendAsk;
import io.quartermaster.usage.limit.RateAsk;
import io.quartermaster.usage.limit.RateEntry;
import io.quartermaster.usage.limit.RateGuard;
import io.quartermaster.usage.limit.RateLimitsView;
import io.quartermaster.usage.limit.RateShortage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What a call must have before it is forwarded: a place within every limit, and the money it may cost of every budget. */
final class Toll {

    private final RateGuard limits;
    private final BudgetGuard budgets;
    private final InstantSource clock;

    Toll(RateGuard limits, BudgetGuard budgets, InstantSource clock) {
        this.limits = limits;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** What came of asking. */
    sealed interface Passage {

        /** The call may take these steps. */
        record Open(List<Step> plan, Fare fare) implements Passage {}

        record Closed(Refusal refusal) implements Passage {}
    }

    /** Whether the tenant has limits or budgets at all. */
    static boolean isDue(Incoming incoming) {
        return !budgets(incoming).isEmpty() || !limits(incoming).isEmpty();
    }

    private static RateLimitsView limits(Incoming incoming) {
        return incoming.caller().tenant().snapshot().limits();
    }

    private static BudgetsView budgets(Incoming incoming) {
        return incoming.caller().tenant().snapshot().budgets();
    }

    /** Asks for both; answered at once, or on another thread when money must be leased first. */
    CompletableFuture<Passage> ask(Incoming incoming, List<Step> plan, ScannedRequest request, Instant at) {
        if (limits(incoming).isEmpty()) {
            return pay(incoming, plan, request, at).thenApply(paid -> open(incoming, paid, RateEntry.NONE, at));
        }
        long input = incoming.route() == GatewayRoute.COUNT_TOKENS ? 0 : request.textTokens();
        RateAsk ask = new RateAsk(
                incoming.caller().tenant().snapshot().tenant().id(),
                limits(incoming),
                incoming.caller().key().id(),
                first(plan),
                input,
                input + MostCost.likelyOutput(incoming.route(), request, plan.getFirst()));
        return limits.enter(ask).thenCompose(outcome -> entered(outcome, incoming, plan, request, at));
    }

    private CompletableFuture<Passage> entered(
            RateGuard.Outcome outcome, Incoming incoming, List<Step> plan, ScannedRequest request, Instant at) {
        return switch (outcome) {
            case RateGuard.Outcome.Refused(RateShortage shortage) ->
                CompletableFuture.completedFuture(new Passage.Closed(
                        Refusal.rateLimited(shortage, incoming.route().protocol(), clock.instant())));
            case RateGuard.Outcome.Passed(RateEntry entry) ->
                pay(incoming, plan, request, at)
                        .whenComplete((paid, _) -> {
                            if (!(paid instanceof Paid)) {
                                entry.release();
                            }
                        })
                        .thenApply(paid -> open(incoming, paid, entry, at));
        };
    }

    /** What came of asking for money. */
    private sealed interface Payment {}

    private record Paid(List<Step> plan, Reservation reservation) implements Payment {}

    private record Unpaid(Refusal refusal) implements Payment {}

    private static Passage open(Incoming incoming, Payment payment, RateEntry entry, Instant at) {
        return switch (payment) {
            case Paid(List<Step> plan, Reservation reservation) ->
                new Passage.Open(
                        plan, Fare.of(reservation, entry, incoming.route().protocol(), at));
            case Unpaid(Refusal refusal) -> new Passage.Closed(refusal);
        };
    }

    private CompletableFuture<Payment> pay(Incoming incoming, List<Step> plan, ScannedRequest request, Instant at) {
        if (budgets(incoming).isEmpty()) {
            return CompletableFuture.completedFuture(new Paid(plan, Reservation.NONE));
        }
        OptionalLong most = MostCost.of(incoming.route(), request, plan);
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
        return outcome.thenCompose(reached -> payment(incoming, plan, request, at, reached));
    }

    private CompletableFuture<Payment> payment(
            Incoming incoming, List<Step> plan, ScannedRequest request, Instant at, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reserved(Reservation reservation) ->
                CompletableFuture.completedFuture(new Paid(plan, reservation));
            case Outcome.Lacking(Shortage shortage) -> {
                List<Step> without = without(plan, shortage);
                yield without.size() == plan.size()
                        ? refused(Refusal.budgetExceeded(shortage, clock.instant()))
                        : pay(incoming, without, request, at);
            }
            case Outcome.Unpriced _ -> {
                List<Step> priced = plan.stream().filter(Toll::isPriced).toList();
                yield isPriced(plan.getFirst())
                        ? pay(incoming, priced, request, at)
                        : refused(Refusal.unpriced(plan.getFirst().route().header()));
            }
            case Outcome.Away _ -> unpaid(Refusal.budgetsUnavailable());
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

    private static boolean isPriced(Step step) {
        return step.route().model().pricing().prices().isPresent();
    }

    private static ModelConfigId first(List<Step> plan) {
        return plan.getFirst().route().model().id();
    }

    private CompletableFuture<Payment> refused(Refusal refusal) {
        budgets.refused();
        return unpaid(refusal);
    }

    private static CompletableFuture<Payment> unpaid(Refusal refusal) {
        return CompletableFuture.completedFuture(new Unpaid(refusal));
    }
}
