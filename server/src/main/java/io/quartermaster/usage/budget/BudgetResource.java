package io.quartermaster.usage.budget;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;
import io.quartermaster.usage.UsageScope;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The HTTP of budgets. */
public final class BudgetResource {

    private final Budgets budgets;
    private final TenantCallers callers;

    public BudgetResource(Budgets budgets, TenantCallers callers) {
        this.budgets = budgets;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("listBudgets", this::list)
                .on("createBudget", this::create)
                .on("readBudget", this::read)
                .on("changeBudget", this::change)
                .on("deleteBudget", this::delete)
                .on("writeOffBudget", this::writeOff);
    }

    record NewBudget(String scope, Optional<UUID> scopeId, String window, long limitMicros, String mode) {}

    private Reply list(Call call) {
        Optional<UsageScope> scope =
                call.query("scope").map(word -> UsageScope.parse(word).orElseThrow());
        return Reply.page(budgets.list(callers.of(call), scope, call.page()), budget -> budget);
    }

    private Reply create(Call call) {
        NewBudget body = call.body(NewBudget.class);
        ShownBudget budget = budgets.create(
                callers.of(call),
                new Budgets.Draft(
                        UsageScope.parse(body.scope()).orElseThrow(),
                        body.scopeId(),
                        BudgetWindow.parse(body.window()).orElseThrow(),
                        body.limitMicros(),
                        BudgetMode.parse(body.mode()).orElseThrow()));
        return Reply.created(budget).withEtag(budget.version());
    }

    private Reply read(Call call) {
        ShownBudget budget = budgets.read(callers.of(call), id(call));
        return Reply.ok(budget).withEtag(budget.version());
    }

    private Reply change(Call call) {
        Budgets.Changes changes = new Budgets.Changes(
                call.change("limit_micros", JsonNode::asLong),
                call.change("mode", mode -> BudgetMode.parse(mode.asString()).orElseThrow()));
        ShownBudget budget = budgets.change(callers.of(call), id(call), call.precondition(), changes);
        return Reply.ok(budget).withEtag(budget.version());
    }

    private Reply delete(Call call) {
        budgets.delete(callers.of(call), id(call), call.precondition());
        return Reply.noContent();
    }

    private Reply writeOff(Call call) {
        ShownBudget budget = budgets.writeOff(callers.of(call), id(call));
        return Reply.ok(budget).withEtag(budget.version());
    }

    private static BudgetId id(Call call) {
        return BudgetId.parse(call.path("budget")).orElseThrow();
    }
}
