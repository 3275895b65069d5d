package io.quartermaster.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.platform.TenantId;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The circuits of this node. Only providers that have failed of late have one, so that a call that finds none asks a map that is mostly
 * empty. A provider whose address is changed has another circuit.
 */
public final class Circuits {

    private static final int MOST = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final Cache<Key, Circuit> circuits = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(REMEMBERED)
            .build();
    private final InstantSource clock;

    public Circuits(InstantSource clock) {
        this.clock = clock;
    }

    /** @param provider empty for a deployment key, which has one circuit for each tenant */
    private record Key(
            TenantId tenant, Optional<ProviderConfigId> provider, ProviderFamily family, String host, int port) {}

    boolean tryEnter(TenantId tenant, Attempt attempt) {
        return find(tenant, attempt)
                .map(circuit -> circuit.tryEnter(clock.instant()))
                .orElse(true);
    }

    void succeeded(TenantId tenant, Attempt attempt) {
        find(tenant, attempt).ifPresent(Circuit::succeeded);
    }

    /** The call ended in a way that says nothing of the provider: the probe that it may have been is free again. */
    void untold(TenantId tenant, Attempt attempt) {
        find(tenant, attempt).ifPresent(Circuit::untold);
    }

    /** A person's own key that is refused or has used up its share says nothing of the provider. */
    void failed(TenantId tenant, Failure failure) {
        Attempt attempt = failure.step().attempt();
        boolean oneself = attempt.credentialSource() == CredentialSource.USER
                && (failure.kind() == FailureKind.AUTHENTICATION || failure.kind() == FailureKind.RATE_LIMITED);
        if (!oneself) {
            circuits.get(key(tenant, attempt), _ -> new Circuit()).failed(failure, clock.instant());
        }
    }

    /** The circuit of a provider config at its present address; empty when it has not failed of late. */
    private Optional<Circuit> find(TenantId tenant, Attempt attempt) {
        return circuits.asMap().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(circuits.getIfPresent(key(tenant, attempt)));
    }

    ProviderHealth health(TenantId tenant, ProviderConfigId provider) {
        Instant now = clock.instant();
        return circuits.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant)
                        && entry.getKey().provider().equals(Optional.of(provider)))
                .map(Map.Entry::getValue)
                .max(Comparator.comparing(circuit ->
                        circuit.lastFailure().map(Circuit.LastFailure::at).orElse(Instant.MIN)))
                .map(circuit -> circuit.health(provider, now))
                .orElseGet(() ->
                        new ProviderHealth(provider, Circuit.State.CLOSED, Optional.empty(), 0, Optional.empty()));
    }

    private static Key key(TenantId tenant, Attempt attempt) {
        return new Key(tenant, attempt.provider().id(), attempt.provider().family(), attempt.host(), attempt.port());
    }
}
