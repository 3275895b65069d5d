package io.quartermaster.gateway;

import io.quartermaster.platform.TenantId;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.util.Optional;

/**
 * A provider that calls of this node avoid, or begin to try again.
 *
 * @param provider empty for a deployment key
 */
public record TroubledProvider(
        TenantId tenant, Optional<ProviderConfigId> provider, ProviderFamily family, CircuitStanding standing) {}
