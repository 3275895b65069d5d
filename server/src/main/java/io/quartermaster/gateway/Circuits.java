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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The circuits of this node. Only providers that have failed of late have one, so that a call that finds none asks a map that is mostly
 * empty. A provider whose address is changed has another circuit.
 */
public final class Circuits {

    private static final int MOST = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private static final Comparator<CircuitStanding> BY_LAST_FAILURE =
            Comparator.comparing(CircuitStanding::lastFailedAt);

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
            TenantId tenant, Optional<ProviderConfigId> provider, ProviderFamily family, String host, int port) {

        Called called() {
            return new Called(tenant, provider, family);
        }
    }

    /** A provider wherever it is. */
    private record Called(TenantId tenant, Optional<ProviderConfigId> provider, ProviderFamily family) {

        TroubledProvider troubled(CircuitStanding standing) {
            return new TroubledProvider(tenant, provider, family, standing);
        }
    }

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
        CircuitStanding standing = circuits.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant)
                        && entry.getKey().provider().equals(Optional.of(provider)))
                .map(entry -> entry.getValue().standing(now))
                .max(BY_LAST_FAILURE)
                .orElse(CircuitStanding.UNTROUBLED);
        return ProviderHealth.of(provider, standing);
    }

    /** The providers whose circuit is not closed, the one that failed last first; of each the circuit of its last failure, as above. */
    public List<TroubledProvider> listTroubled() {
        Instant now = clock.instant();
        Map<Called, CircuitStanding> standings = new HashMap<>();
        circuits.asMap()
                .entrySet() // to look at a circuit does not keep it in memory
                .forEach(entry -> standings.merge(
                        entry.getKey().called(),
                        entry.getValue().standing(now),
                        BinaryOperator.maxBy(BY_LAST_FAILURE)));
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().circuit() != CircuitState.CLOSED)
                .sorted(Map.Entry.comparingByValue(BY_LAST_FAILURE.reversed()))
                .map(entry -> entry.getKey().troubled(entry.getValue()))
                .toList();
    }

    private static Key key(TenantId tenant, Attempt attempt) {
        return new Key(tenant, attempt.provider().id(), attempt.provider().family(), attempt.host(), attempt.port());
    }
}
