package io.quartermaster.usage.budget;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.usage.ScopeStore;
import io.quartermaster.usage.UsageScope;
import java.time.InstantSource;
import java.util.Currency;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes, reads, changes and deletes the budgets of a tenant. */
public final class Budgets {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final BudgetStore store;
    private final BudgetLeaseStore leases = new BudgetLeaseStore();
    private final ScopeStore scopes = new ScopeStore();

    public Budgets(
            Database database, Authorizer authorizer, Audit audit, Ids ids, InstantSource clock, Currency currency) {
        this.store = new BudgetStore(currency);
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a new budget is to be; without an id it is the tenant's. */
    record Draft(UsageScope scope, Optional<UUID> scopeId, BudgetWindow window, long limitMicros, BudgetMode mode) {}

    /** What a PATCH says of a budget. */
    record Changes(Change<Long> limitMicros, Change<BudgetMode> mode) {}

    /** The budgets of the transaction's tenant as the gateway needs them. */
    public BudgetsView load(TenantScope tx) {
        return new BudgetsView(store.list(tx));
    }

    Page<ShownBudget> list(TenantCaller caller, Optional<UsageScope> scope, PageRequest page) {
        authorizer.require(caller, Permission.READ_BUDGETS);
        return database.readTenant(caller.tenant(), tx -> store.list(tx, scope, page, clock.instant()));
    }

    ShownBudget read(TenantCaller caller, BudgetId id) {
        authorizer.require(caller, Permission.READ_BUDGETS);
        return database.readTenant(caller.tenant(), tx -> requireShown(tx, id));
    }

    ShownBudget create(TenantCaller caller, Draft draft) {
        authorizer.require(caller, Permission.CHANGE_BUDGETS);
        return mapping(() -> database.inTenant(caller.tenant(), tx -> {
            Budget budget = new Budget(
                    new BudgetId(ids.next()),
                    draft.scope(),
                    requireScopeId(tx, draft),
                    draft.window(),
                    draft.limitMicros(),
                    draft.mode(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            store.insert(tx, budget);
            ShownBudget after = requireShown(tx, budget.id());
            audit.record(
                    tx,
                    caller,
                    "budget.create",
                    subject(budget.id()),
                    Optional.empty(),
                    Optional.of(after),
                    Optional.empty());
            return after;
        }));
    }

    ShownBudget change(TenantCaller caller, BudgetId id, Precondition expected, Changes changes) {
        authorizer.require(caller, Permission.CHANGE_BUDGETS);
        return mapping(() -> database.inTenant(caller.tenant(), tx -> {
            Budget budget = require(tx, id);
            ShownBudget before = requireShown(tx, id, expected);
            store.update(
                    tx,
                    new Budget(
                            id,
                            budget.scope(),
                            budget.scopeId(),
                            budget.window(),
                            changes.limitMicros().or(budget.limitMicros()),
                            changes.mode().or(budget.mode()),
                            tx.version(),
                            budget.createdAt(),
                            budget.createdBy(),
                            tx.now(),
                            caller.label()));
            ShownBudget after = requireShown(tx, id);
            audit.record(
                    tx,
                    caller,
                    "budget.change",
                    subject(id),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        }));
    }

    void delete(TenantCaller caller, BudgetId id, Precondition expected) {
        authorizer.require(caller, Permission.CHANGE_BUDGETS);
        database.inTenant(caller.tenant(), tx -> {
            ShownBudget before = requireShown(tx, id, expected);
            store.delete(tx, id);
            audit.record(
                    tx, caller, "budget.delete", subject(id), Optional.of(before), Optional.empty(), Optional.empty());
            return before;
        });
    }

    /** Lets go of the leases of nodes that are thought to be dead and never came back: the operator's word that what they held is free. */
    ShownBudget writeOff(TenantCaller caller, BudgetId id) {
        authorizer.require(caller, Permission.CHANGE_TENANTS);
        return database.inTenant(caller.tenant(), tx -> {
            ShownBudget before = requireShown(tx, id);
            leases.writeOff(tx, id, tx.now());
            ShownBudget after = requireShown(tx, id);
            audit.record(
                    tx,
                    caller,
                    "budget.write_off",
                    subject(id),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    private UUID requireScopeId(TenantScope tx, Draft draft) {
        UUID own = tx.tenant().value();
        if (draft.scope() == UsageScope.TENANT) {
            if (draft.scopeId().filter(id -> !id.equals(own)).isPresent()) {
                throw impossible("not_allowed", "A budget of the tenant is for this tenant; leave scope_id out.");
            }
            return own;
        }
        String what = draft.scope().word();
        UUID id = draft.scopeId()
                .orElseThrow(() -> impossible("required", "Say which " + what + " the budget is for: its id."));
        if (!scopes.exists(tx, draft.scope(), id)) {
            throw impossible("not_found", "There is no such " + what + " in this tenant.");
        }
        return id;
    }

    private static Problem impossible(String code, String advice) {
        return new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("scope_id", code, advice));
    }

    private ShownBudget requireShown(TenantScope tx, BudgetId id, Precondition expected) {
        ShownBudget budget = requireShown(tx, id);
        if (!expected.allows(budget.version())) {
            throw new Problem(ProblemType.STALE, "The budget was changed meanwhile; read it again.")
                    .with("current", budget);
        }
        return budget;
    }

    private ShownBudget requireShown(TenantScope tx, BudgetId id) {
        return store.findShown(tx, id, clock.instant()).orElseThrow(Budgets::missing);
    }

    private Budget require(TenantScope tx, BudgetId id) {
        return store.find(tx, id).orElseThrow(Budgets::missing);
    }

    private static Problem missing() {
        return new Problem(ProblemType.NOT_FOUND, "There is no such budget in this tenant.");
    }

    private <T> T mapping(Supplier<T> write) {
        try {
            return write.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private static AuditSubject subject(BudgetId id) {
        return new AuditSubject("budget", id.toString());
    }
}
