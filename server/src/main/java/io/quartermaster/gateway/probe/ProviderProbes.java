package io.quartermaster.gateway.probe;

import io.quartermaster.access.TenantCaller;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.model.UpstreamOffers;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProviderConfigs.Tried;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import io.quartermaster.provider.UnusableReason;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tries out providers as calls of the same person would use them, a few at a time. */
public final class ProviderProbes {

    static final ProblemType TOO_MANY_TESTS = new ProblemType("too_many_tests", 429, "Too many tests are running");

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int AT_ONCE_IN_A_TENANT = 2;
    private static final int AT_ONCE = 16; // each holds one of the admin API's threads for as long as it takes

    private final ProviderConfigs providers;
    private final UpstreamOffers offers;
    private final ProbeClient client;
    private final Map<TenantId, Integer> running = new ConcurrentHashMap<>();

    public ProviderProbes(ProviderConfigs providers, UpstreamOffers offers, Vertx vertx, OutgoingGuard guard) {
        this.providers = providers;
        this.offers = offers;
        this.client = new ProbeClient(vertx, guard, CONNECT);
    }

    /** What the provider has that is not configured yet, and how asking it went. */
    record Offer(List<UpstreamOffers.Offered> data, Optional<String> nextCursor, ProbeResult test) {}

    ProbeResult test(TenantCaller caller, ProviderConfigId id) {
        return probe(caller.tenant(), providers.viewToTry(caller, id));
    }

    Offer upstreamModels(TenantCaller caller, ProviderConfigId id) {
        Tried tried = providers.viewToTry(caller, id);
        ProbeResult result = probe(caller.tenant(), tried);
        return new Offer(offers.of(caller, tried.family(), id, result.models()), Optional.empty(), result);
    }

    private ProbeResult probe(TenantId tenant, Tried tried) {
        if (tried.view().isEmpty()) {
            return Probe.without(UnusableReason.BASE_URL_REQUIRED);
        }
        ProviderView provider = tried.view().get();
        return switch (provider.credential()) {
            case ResolvedCredential.Missing(UnusableReason reason) -> Probe.without(reason);
            case ResolvedCredential.Found found -> {
                enter(tenant);
                try {
                    yield new Probe(client, provider, found).run();
                } finally {
                    leave(tenant);
                }
            }
        };
    }

    private synchronized void enter(TenantId tenant) {
        int all = running.values().stream().mapToInt(Integer::intValue).sum();
        int own = running.getOrDefault(tenant, 0);
        if (own >= AT_ONCE_IN_A_TENANT || all >= AT_ONCE) {
            throw new Problem(
                            TOO_MANY_TESTS,
                            own >= AT_ONCE_IN_A_TENANT
                                    ? "This tenant has " + own + " tests of providers running; wait for one of them."
                                    : "This node has " + all + " tests of providers running; try again soon.")
                    .retryAfter(Duration.ofSeconds(2));
        }
        running.put(tenant, own + 1);
    }

    private synchronized void leave(TenantId tenant) {
        running.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
