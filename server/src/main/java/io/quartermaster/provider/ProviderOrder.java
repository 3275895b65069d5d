package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts all provider configs of a family in an order of precedence, at once or not at all. */
public final class ProviderOrder {

    /** Room for a config in between, by a PATCH. */
    private static final int STEP = 10;

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final ProviderKeys keys;
    private final ProviderConfigStore store = new ProviderConfigStore();

    ProviderOrder(Database database, Authorizer authorizer, Audit audit, ProviderKeys keys) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.keys = keys;
    }

    /**
     * The order that is wanted.
     *
     * @param expected the order that the caller has seen, which must be the present one
     */
    record Wanted(ProviderFamily family, List<ProviderConfigId> ids, Optional<List<ProviderConfigId>> expected) {
        Wanted {
            ids = List.copyOf(ids);
            expected = expected.map(List::copyOf);
        }
    }

    /** Answers with the family's configs in the new order; only those whose priority is another now are changed. */
    List<ShownProvider> put(TenantCaller caller, Wanted wanted) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        return database.inTenant(caller.tenant(), tx -> {
            List<ProviderRow> present = store.listByPrecedence(tx, wanted.family());
            requireExpected(tx, wanted, present);
            Map<ProviderConfigId, ProviderRow> rows =
                    present.stream().collect(Collectors.toMap(ProviderOrder::id, Function.identity()));
            requireWhole(wanted, rows);
            List<ShownProvider> before = new ArrayList<>();
            for (int place = 0; place < wanted.ids().size(); place++) {
                ProviderRow row = rows.get(wanted.ids().get(place));
                int priority = (place + 1) * STEP;
                if (row != null && row.config().priority() != priority) {
                    before.add(shown(tx, row));
                    store.update(tx, row.config().prioritised(priority, tx.version(), tx.now(), caller.label()));
                }
            }
            List<ShownProvider> after = shown(tx, store.listByPrecedence(tx, wanted.family()));
            if (!before.isEmpty()) {
                audit.record(
                        tx,
                        caller,
                        "provider.order",
                        new AuditSubject("provider_order", wanted.family().word()),
                        Optional.of(before),
                        Optional.of(after.stream()
                                .filter(provider -> provider.version() == tx.version())
                                .toList()),
                        Optional.empty());
            }
            return after;
        });
    }

    private void requireExpected(TenantScope tx, Wanted wanted, List<ProviderRow> present) {
        List<ProviderConfigId> order = present.stream().map(ProviderOrder::id).toList();
        if (wanted.expected().filter(seen -> !seen.equals(order)).isPresent()) {
            throw new Problem(
                            ProblemType.STALE,
                            "The order of these providers was changed meanwhile; look at the current one and decide.")
                    .with("current", shown(tx, present));
        }
    }

    private static void requireWhole(Wanted wanted, Map<ProviderConfigId, ProviderRow> rows) {
        List<FieldError> errors = new ArrayList<>();
        for (int place = 0; place < wanted.ids().size(); place++) {
            if (!rows.containsKey(wanted.ids().get(place))) {
                errors.add(new FieldError(
                        "provider_ids[" + place + "]",
                        "not_found",
                        "is no provider config of the family " + wanted.family().word() + " in this tenant"));
            }
        }
        HashSet<ProviderConfigId> named = new HashSet<>(wanted.ids());
        rows.values().stream()
                .map(ProviderRow::config)
                .filter(config -> !named.contains(config.id()))
                .forEach(config -> errors.add(new FieldError(
                        "provider_ids", "missing", "lacks " + config.id() + " (" + config.name() + ")")));
        if (!errors.isEmpty()) {
            throw new Problem(
                    ProblemType.IMPOSSIBLE,
                    "An order names every provider config of its family once; list them again.",
                    errors);
        }
    }

    private List<ShownProvider> shown(TenantScope tx, List<ProviderRow> rows) {
        return rows.stream().map(row -> shown(tx, row)).toList();
    }

    private ShownProvider shown(TenantScope tx, ProviderRow row) {
        return ShownProvider.of(row, keys.resolve(tx.tenant(), row));
    }

    private static ProviderConfigId id(ProviderRow row) {
        return row.config().id();
    }
}
