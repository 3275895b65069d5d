package io.quartermaster.usage.budget;

import io.quartermaster.usage.budget.BudgetGuard.Outcome;
import io.quartermaster.usage.budget.Reservation.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One call's way through its budgets: one after the other, and back through all of them should one have no money. */
final class Reserving {

    private final BudgetGuard guard;
    private final SpendAsk ask;
    private final long micros;
    private final List<Budget> budgets;
    private final List<SoftMeter> soft;
    private final List<Hold> holds;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    Reserving(BudgetGuard guard, SpendAsk ask, List<Budget> budgets, List<SoftMeter> soft) {
        this.guard = guard;
        this.ask = ask;
        this.micros = Math.min(ask.atMostMicros().orElse(0), PurseFilling.MOST_AHEAD);
        this.budgets = budgets;
        this.soft = soft;
        this.holds = new ArrayList<>(budgets.size());
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void start() {
        if (!budgets.isEmpty() && ask.atMostMicros().isEmpty()) {
            outcome.complete(new Outcome.Unpriced());
        } else {
            goOn();
        }
    }

    private void goOn() {
        while (micros > 0 && holds.size() < budgets.size()) {
            Budget budget = budgets.get(holds.size());
            Purse purse = guard.purse(ask, budget);
            if (purse.tryTake(budget, micros)) {
                holds.add(new Hold(purse, budget, micros));
                continue;
            }
            CompletableFuture<Taking> taking = purse.take(micros);
            var _ = taking.whenComplete((taken, failure) -> {
                if (failure != null) {
                    giveBack();
                    outcome.completeExceptionally(failure);
                } else {
                    took(purse, budget, taken);
                }
            });
            return;
        }
        Reservation reservation = new Reservation(holds, soft, guard.register());
        guard.passed(reservation);
        outcome.complete(new Outcome.Reserved(reservation));
    }

    private void took(Purse purse, Budget budget, Taking taking) {
        switch (taking) {
            case Taking.Taken _ -> {
                holds.add(new Hold(purse, budget, micros));
                goOn();
            }
            case Taking.PutAway _ -> {
                guard.forget(purse);
                goOn();
            }
            case Taking.Lacking(Shortage shortage) -> {
                giveBack();
                outcome.complete(new Outcome.Lacking(shortage));
            }
            case Taking.Away _ -> {
                giveBack();
                outcome.complete(new Outcome.Away());
            }
        }
    }

    private void giveBack() {
        new Reservation(holds, soft, guard.register()).release();
    }
}
