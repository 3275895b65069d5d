package io.quartermaster.gateway.snapshot;

import io.quartermaster.platform.TenantId;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.tenant.KeyOwner;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Where snapshots come from: the database, or a test. Every method blocks, is called on virtual threads, and throws
 * {@link io.quartermaster.platform.db.DatabaseUnavailable} when the truth cannot be had now.
 */
public interface SnapshotSource {

    /** Reads everything at one point in time. */
    TenantSnapshot load(TenantId tenant);

    /** Whose key has, or had, this SHA-256; empty when it is nobody's or the operator's. */
    Optional<KeyOwner> findKey(KeyHash hash);

    /** Whether it is a key of the operator, who belongs to no tenant. */
    boolean isOperatorKey(byte[] sha256);

    /** The current versions of those tenants that exist. */
    Map<TenantId, Long> versions(Collection<TenantId> tenants);

    long deploymentVersion();
}
