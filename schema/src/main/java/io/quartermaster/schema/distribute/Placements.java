package io.quartermaster.schema.distribute;

import io.quartermaster.schema.distribute.Placement.ByHash;
import io.quartermaster.schema.distribute.Placement.Everywhere;
import io.quartermaster.schema.distribute.Placement.Local;
import io.quartermaster.schema.distribute.Placement.WithTenant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The one list of the deployment's tables, to which no tenant's policy applies; every other table is a tenant's. */
public final class Placements {
    private static final Map<String, Placement> DEPLOYMENT = Map.ofEntries(
            Map.entry("tenants", new Everywhere()),
            Map.entry("users", new Everywhere()),
            Map.entry("identities", new Everywhere()),
            Map.entry("catalogue_models", new Everywhere()),
            Map.entry("prices", new Everywhere()),
            Map.entry("shared_providers", new Everywhere()),
            Map.entry("shared_provider_grants", new Everywhere()),
            Map.entry("deployment_versions", new Everywhere()),
            Map.entry("schema_versions", new Everywhere()),
            Map.entry("deployment_data_keys", new Everywhere()),
            Map.entry("deployment_settings", new Everywhere()),
            Map.entry("deployment_audit_events", new Everywhere()),
            Map.entry("deployment_audit_heads", new Everywhere()),
            Map.entry("key_rotations", new Everywhere()),
            Map.entry("operator_keys", new Everywhere()),
            Map.entry("node_lives", new Everywhere()),
            Map.entry("nodes", new Local()),
            Map.entry("api_key_lookup", new ByHash("key_hash")),
            Map.entry("console_sessions", new ByHash("token_hash")),
            Map.entry("sign_in_failures", new ByHash("email_hash")),
            Map.entry("user_tenants", new ByHash("user_id")),
            Map.entry("jobs", new Local()));

    private Placements() {}

    public static Placement of(String table) {
        return DEPLOYMENT.getOrDefault(table, new WithTenant());
    }

    /** The tables that are no tenant's. */
    public static SortedSet<String> deployment() {
        return new TreeSet<>(DEPLOYMENT.keySet());
    }

    /** The tables that any other may refer to. */
    public static SortedSet<String> everywhere() {
        return new TreeMap<>(DEPLOYMENT)
                .entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Everywhere)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
