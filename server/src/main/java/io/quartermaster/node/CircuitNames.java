package io.quartermaster.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.VersionListener;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderNames;
import io.quartermaster.tenant.Tenants;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tenants and providers of circuits are called; a transaction for each tenant, since no other sees its providers. Whoever
 * watches the deployment asks every few seconds, so names are kept: until the tenant changes at this node, else for a minute.
 */
final class CircuitNames implements VersionListener {

    private static final int MOST_TENANTS = 200;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Database database;
    private final Tenants tenants;
    private final ProviderNames providers;
    private final Cache<TenantId, Known> known = Caffeine.newBuilder()
            .maximumSize(MOST_TENANTS)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();
    private long changes;

    CircuitNames(Database database, Tenants tenants, ProviderNames providers) {
        this.database = database;
        this.tenants = tenants;
        this.providers = providers;
    }

    /** Of one tenant; what is gone has no name. */
    record OfTenant(Optional<String> slug, Map<ProviderConfigId, String> providers) {
        OfTenant {
            providers = Map.copyOf(providers);
        }
    }

    /** The names that were read, and the providers that were looked for: those that are gone have none. */
    private record Known(OfTenant names, Set<ProviderConfigId> asked) {
        Known {
            asked = Set.copyOf(asked);
        }
    }

    @Override
    public synchronized void changed(TenantId tenant, long version) {
        changes++;
        known.invalidate(tenant);
    }

    @Override
    public synchronized void deploymentChanged(long version) {
        changes++;
        known.invalidateAll(); // shared providers, and the tenants' slugs
    }

    /** Of the first tenants; those of the rest are left out. */
    Map<TenantId, OfTenant> of(List<ReportedCircuit> circuits) {
        Map<TenantId, Set<ProviderConfigId>> asked = new LinkedHashMap<>();
        for (ReportedCircuit circuit : circuits) {
            circuit.providerId()
                    .ifPresentOrElse(
                            id -> asked.computeIfAbsent(circuit.tenantId(), _ -> new LinkedHashSet<>())
                                    .add(id),
                            () -> asked.putIfAbsent(circuit.tenantId(), new LinkedHashSet<>()));
        }
        Map<TenantId, OfTenant> names = new HashMap<>();
        asked.entrySet().stream()
                .limit(MOST_TENANTS)
                .forEach(entry -> names.put(entry.getKey(), known(entry.getKey(), entry.getValue())));
        return names;
    }

    private OfTenant known(TenantId tenant, Set<ProviderConfigId> ids) {
        Known kept = known.getIfPresent(tenant);
        if (kept == null || !kept.asked().containsAll(ids)) {
            long before = changes();
            kept = new Known(read(tenant, ids), ids);
            keep(tenant, kept, before);
        }
        return kept.names();
    }

    private synchronized long changes() {
        return changes;
    }

    /** Unless something was changed since they were read: they may be the names from before it. */
    private synchronized void keep(TenantId tenant, Known read, long before) {
        if (changes == before) {
            known.put(tenant, read);
        }
    }

    private OfTenant read(TenantId tenant, Set<ProviderConfigId> ids) {
        return database.readTenant(
                tenant, tx -> new OfTenant(tenants.findSlug(tx), ids.isEmpty() ? Map.of() : providers.of(tx, ids)));
    }
}
