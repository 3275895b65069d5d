package io.quartermaster.usage.budget;

import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.UsageScope;
import java.util.List;

/** Money that is set aside for one call, of every budget it counts for. Settled or released once. */
public final class Reservation {

    /** Of a call that needs none. */
    public static final Reservation NONE = new Reservation(List.of(), List.of(), new DrawRegister());

    /** What is held of one budget. */
    record Hold(Purse purse, Budget budget, long micros) {}

    /** What a call has cost of a lease, until the ledger's transaction takes it off there. */
    record Draw(Purse purse, long micros) {}

    private final List<Hold> holds;
    private final List<SoftMeter> soft;
    private final List<BudgetId> exceeded;
    private final DrawRegister register;

    Reservation(List<Hold> holds, List<SoftMeter> soft, DrawRegister register) {
        this.holds = List.copyOf(holds);
        this.soft = List.copyOf(soft);
        this.exceeded =
                soft.stream().filter(SoftMeter::isExceeded).map(SoftMeter::id).toList();
        this.register = register;
    }

    /** The soft budgets that were spent when the call was admitted. */
    public List<BudgetId> exceeded() {
        return exceeded;
    }

    /** The call came to nothing: all is given back. */
    public void release() {
        holds.forEach(Reservation::release);
    }

    /** Takes what the call has cost and gives back the rest; before the event is handed to the ledger. */
    public void settle(UsageEvent event) {
        long cost = event.charge().costMicros().orElse(0);
        for (Hold hold : holds) {
            if (cost > 0 && counts(hold.budget(), event)) {
                long drawn = hold.purse().spend(hold.micros(), cost);
                register.add(event.id(), new Draw(hold.purse(), drawn));
            } else {
                release(hold);
            }
        }
        soft.stream().filter(meter -> counts(meter.budget(), event)).forEach(meter -> meter.spent(cost));
    }

    /** A budget of a model counts only if that is the model that answered. */
    private static boolean counts(Budget budget, UsageEvent event) {
        return budget.scope() != UsageScope.MODEL
                || budget.scopeId().equals(event.modelConfig().value());
    }

    private static void release(Hold hold) {
        hold.purse().giveBack(hold.micros());
        hold.purse().closed();
    }
}
