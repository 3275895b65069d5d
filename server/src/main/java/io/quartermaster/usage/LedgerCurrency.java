package io.quartermaster.usage;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What currency the ledger is in: said by the first start, and for good once anything was used. */
public final class LedgerCurrency {

    /** Of ledgers that were begun before it could be said. */
    private static final Currency BEFORE = Currency.getInstance("USD");

    private final Database database;
    private final InstantSource clock;
    private final LedgerCurrencyStore store = new LedgerCurrencyStore();

    public LedgerCurrency(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Says that it is this one; answers with the one that it is, another where that cannot be changed any more. */
    public Currency settle(Currency wanted) {
        Optional<Currency> said = database.inDeployment(store::find);
        Currency now = said.orElse(BEFORE);
        if (!now.equals(wanted) && isUsed()) {
            return now;
        }
        if (!said.equals(Optional.of(wanted))) {
            database.inDeployment(tx -> {
                store.put(tx, wanted, clock.instant());
                return wanted;
            });
        }
        return wanted;
    }

    private boolean isUsed() {
        List<TenantId> tenants = database.inDeployment(store::listTenants);
        return tenants.stream().anyMatch(tenant -> database.readTenant(tenant, store::isUsed));
    }
}
