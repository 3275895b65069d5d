package io.quartermaster.usage;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantReadTx;
import io.quartermaster.usage.limit.LiveNodes;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What currency the deployment's money is in: said by the first start, and for good once there is money in it. */
public final class LedgerCurrency {

    /** Of ledgers that were begun before it could be said. */
    private static final Currency BEFORE = Currency.getInstance("USD");

    private final Database database;
    private final LiveNodes nodes;
    private final InstantSource clock;
    private final LedgerCurrencyStore store = new LedgerCurrencyStore();

    public LedgerCurrency(Database database, LiveNodes nodes, InstantSource clock) {
        this.database = database;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** The currency that it is, and why it cannot become another. */
    public record Held(Currency currency, String why) {}

    /**
     * Says that it is this one; empty unless it must stay another. Each node says first that it lives and then asks in turn with the
     * deployment's writers: of two that start at once with different words, the later one finds the earlier.
     */
    public Optional<Held> settle(Currency wanted) {
        nodes.tellNow();
        return database.inDeployment(tx -> {
            store.lock(tx);
            Optional<Currency> said = store.find(tx);
            if (said.equals(Optional.of(wanted))) {
                return Optional.empty();
            }
            Currency now = said.orElse(BEFORE);
            Optional<Held> held =
                    now.equals(wanted) ? Optional.empty() : why(tx, said).map(why -> new Held(now, why));
            if (held.isEmpty()) {
                store.put(tx, wanted, clock.instant());
            }
            return held;
        });
    }

    /** Where nothing was said yet, nodes that start beside this one have not served anything either. */
    private Optional<String> why(DeploymentTx tx, Optional<Currency> said) {
        if (said.isPresent() && nodes.othersLive(tx)) {
            return Optional.of("another node serves it, or did so seconds ago");
        }
        List<TenantId> tenants = store.listTenants(tx);
        if (isAny(tenants, store::isUsed)) {
            return Optional.of("it has usage");
        }
        if (store.hasPrices(tx) || isAny(tenants, store::hasPrices)) {
            return Optional.of("prices were set in it");
        }
        return isAny(tenants, store::hasBudgets) ? Optional.of("it has budgets") : Optional.empty();
    }

    private boolean isAny(List<TenantId> tenants, Predicate<TenantReadTx> asked) {
        return tenants.stream().anyMatch(tenant -> database.readTenant(tenant, asked::test));
    }
}
