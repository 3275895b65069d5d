package io.quartermaster.gateway.snapshot;

import io.quartermaster.access.Role;
import io.quartermaster.model.ModelConfigId;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.model.ModelsView;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import io.quartermaster.provider.UserKeyStamp;
import io.quartermaster.tenant.ApiKeyId;
import io.quartermaster.tenant.ApiKeyView;
import io.quartermaster.tenant.KeyHash;
import io.quartermaster.tenant.KeyOwner;
import io.quartermaster.tenant.TenantStatus;
import io.quartermaster.tenant.TenantView;
import io.quartermaster.usage.budget.Budget;
import io.quartermaster.usage.budget.BudgetsView;
import io.quartermaster.usage.limit.RateLimit;
import io.quartermaster.usage.limit.RateLimitsView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A database of tenants in memory, which can be changed, counted, held up and cut off. */
public final class Tenants implements SnapshotSource {

    private final Map<TenantId, TenantSnapshot> committed = new ConcurrentHashMap<>();
    private final Map<KeyHash, KeyOwner> owners = new ConcurrentHashMap<>();
    private final Set<KeyHash> operatorKeys = ConcurrentHashMap.newKeySet();
    private final AtomicLong deployment = new AtomicLong(1);
    private final AtomicLong numbers = new AtomicLong();
    public final AtomicInteger loads = new AtomicInteger();
    public final AtomicInteger keyLookups = new AtomicInteger();

    /** Called by each load after it has read, and before it returns. */
    public volatile Runnable afterRead = () -> {};

    public volatile boolean cutOff;

    public Tenant create() {
        Tenant tenant = new Tenant(new TenantId(uuid()));
        committed.put(
                tenant.id,
                new TenantSnapshot(
                        1,
                        deployment.get(),
                        new TenantView(tenant.id, "acme", TenantStatus.ACTIVE, Map.of()),
                        new ProvidersView(List.of()),
                        new ModelsView(List.of(), Map.of()),
                        UserKeyStamp.NONE,
                        BudgetsView.NONE,
                        RateLimitsView.NONE));
        return tenant;
    }

    public String operatorKey() {
        String key = "qm_operator" + numbers.incrementAndGet();
        operatorKeys.add(KeyHash.of(key));
        return key;
    }

    public void setVersion(TenantId id, long version) {
        committed.computeIfPresent(
                id,
                (_, old) -> new TenantSnapshot(
                        version,
                        deployment.get(),
                        old.tenant(),
                        old.providers(),
                        old.models(),
                        old.userKeys(),
                        old.budgets(),
                        old.limits()));
    }

    /** As if somebody had changed a user key. */
    long stamp(Tenant tenant, UserKeyStamp stamp) {
        return tenant.change(old -> new TenantSnapshot(
                old.version() + 1,
                old.deploymentVersion(),
                old.tenant(),
                old.providers(),
                old.models(),
                stamp,
                old.budgets(),
                old.limits()));
    }

    public long changeDeployment() {
        return deployment.incrementAndGet();
    }

    @Override
    public TenantSnapshot load(TenantId tenant) {
        checkReachable();
        loads.incrementAndGet();
        TenantSnapshot read = committed.get(tenant);
        long deploymentVersion = deployment.get();
        afterRead.run();
        if (read == null) {
            throw new IllegalStateException("no tenant " + tenant);
        }
        return new TenantSnapshot(
                read.version(),
                deploymentVersion,
                read.tenant(),
                read.providers(),
                read.models(),
                read.userKeys(),
                read.budgets(),
                read.limits());
    }

    @Override
    public Optional<KeyOwner> findKey(KeyHash hash) {
        checkReachable();
        keyLookups.incrementAndGet();
        return Optional.ofNullable(owners.get(hash));
    }

    @Override
    public boolean isOperatorKey(byte[] sha256) {
        return operatorKeys.stream().anyMatch(hash -> java.util.Arrays.equals(hash.bytes(), sha256));
    }

    @Override
    public Map<TenantId, Long> versions(Collection<TenantId> tenants) {
        checkReachable();
        Map<TenantId, Long> versions = new HashMap<>();
        committed.forEach((id, snapshot) -> {
            if (tenants.contains(id)) {
                versions.put(id, snapshot.version());
            }
        });
        return versions;
    }

    @Override
    public long deploymentVersion() {
        checkReachable();
        return deployment.get();
    }

    private void checkReachable() {
        if (cutOff) {
            throw new DatabaseUnavailable("cut off", new IllegalStateException("cut off"));
        }
    }

    UUID uuid() {
        return new UUID(0x019a_0000_0000_7000L + numbers.incrementAndGet(), 0x8000_0000_0000_0000L);
    }

    /** One tenant; each change commits a new version, which it returns. */
    public final class Tenant {
        public final TenantId id;

        Tenant(TenantId id) {
            this.id = id;
        }

        public String key() {
            return key(Role.MEMBER, Optional.empty(), Set.of());
        }

        public String key(Role role, Optional<Instant> expiresAt, Set<String> allowedModels) {
            ApiKeyId keyId = new ApiKeyId(uuid());
            String key = "qm_test" + numbers.incrementAndGet();
            owners.put(KeyHash.of(key), new KeyOwner(id, keyId));
            changeTenant(view -> {
                Map<ApiKeyId, ApiKeyView> keys = new HashMap<>(view.keys());
                keys.put(
                        keyId,
                        new ApiKeyView(
                                keyId,
                                "key",
                                role,
                                expiresAt,
                                allowedModels,
                                Optional.empty(),
                                KeyHash.of(key),
                                Optional.empty()));
                return new TenantView(view.id(), view.slug(), view.status(), keys);
            });
            return key;
        }

        public long revokeKeys() {
            return changeTenant(view -> new TenantView(view.id(), view.slug(), view.status(), Map.of()));
        }

        public long status(TenantStatus status) {
            return changeTenant(view -> new TenantView(view.id(), view.slug(), status, view.keys()));
        }

        public long providers(ProviderView... providers) {
            return change(old -> new TenantSnapshot(
                    old.version() + 1,
                    old.deploymentVersion(),
                    old.tenant(),
                    new ProvidersView(List.of(providers)),
                    old.models(),
                    old.userKeys(),
                    old.budgets(),
                    old.limits()));
        }

        public ModelView model(ModelView model) {
            changeModels(models -> {
                List<ModelView> live = new ArrayList<>(models.live());
                live.add(model);
                return new ModelsView(live, models.defaults());
            });
            return model;
        }

        public long clearModels() {
            return changeModels(models -> new ModelsView(List.of(), models.defaults()));
        }

        public long makeDefault(ModelType type, Optional<ModelConfigId> model) {
            return changeModels(models -> {
                Map<ModelType, Optional<ModelConfigId>> defaults = new EnumMap<>(ModelType.class);
                defaults.putAll(models.defaults());
                defaults.put(type, model);
                return new ModelsView(models.live(), defaults);
            });
        }

        public long budgets(Budget... budgets) {
            return change(old -> new TenantSnapshot(
                    old.version() + 1,
                    old.deploymentVersion(),
                    old.tenant(),
                    old.providers(),
                    old.models(),
                    old.userKeys(),
                    new BudgetsView(List.of(budgets)),
                    old.limits()));
        }

        public long limits(RateLimit... limits) {
            return change(old -> new TenantSnapshot(
                    old.version() + 1,
                    old.deploymentVersion(),
                    old.tenant(),
                    old.providers(),
                    old.models(),
                    old.userKeys(),
                    old.budgets(),
                    new RateLimitsView(List.of(limits))));
        }

        public long touch() {
            return changeTenant(view -> view);
        }

        private long changeTenant(UnaryOperator<TenantView> change) {
            return change(old -> new TenantSnapshot(
                    old.version() + 1,
                    old.deploymentVersion(),
                    change.apply(old.tenant()),
                    old.providers(),
                    old.models(),
                    old.userKeys(),
                    old.budgets(),
                    old.limits()));
        }

        private long changeModels(UnaryOperator<ModelsView> change) {
            return change(old -> new TenantSnapshot(
                    old.version() + 1,
                    old.deploymentVersion(),
                    old.tenant(),
                    old.providers(),
                    change.apply(old.models()),
                    old.userKeys(),
                    old.budgets(),
                    old.limits()));
        }

        private long change(UnaryOperator<TenantSnapshot> change) {
            TenantSnapshot changed = committed.computeIfPresent(id, (_, old) -> change.apply(old));
            return changed == null ? 0 : changed.version();
        }
    }
}
