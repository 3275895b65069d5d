package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderDependents.RemovedProvider;
import io.quartermaster.secret.KeyRing;
import io.quartermaster.tenant.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates, reads, changes and deletes the provider configs of a tenant. */
public final class ProviderConfigs {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final ProviderKeys keys;
    private final ProviderDependents dependents;
    private final ProviderConfigStore store = new ProviderConfigStore();

    public ProviderConfigs(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            KeyRing keyRing,
            DeploymentKeys deploymentKeys,
            Tenants tenants,
            ProviderDependents dependents) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.keys = new ProviderKeys(keyRing, deploymentKeys, tenants);
        this.dependents = dependents;
    }

    Page<ShownProvider> list(TenantCaller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> {
            ProviderKeys.Resolver resolver = keys.resolver(tx);
            Page<ProviderConfig> configs = store.list(tx, page);
            return new Page<>(
                    configs.data().stream()
                            .map(config -> shown(resolver, config))
                            .toList(),
                    configs.next());
        });
    }

    ShownProvider read(TenantCaller caller, ProviderConfigId id) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> shown(keys.resolver(tx), require(tx, id)));
    }

    ShownProvider create(TenantCaller caller, ProviderDraft draft) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        ProviderRules.requireLegal(draft.policy());
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProviderConfigId id = new ProviderConfigId(ids.next());
            ProviderConfig config = new ProviderConfig(
                    id,
                    draft.family(),
                    draft.name(),
                    draft.baseUrl(),
                    draft.apiKey().map(key -> keys.seal(tx, id, key)),
                    draft.policy(),
                    draft.enabled(),
                    draft.priority(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            ProviderKeys.Resolver resolver = keys.resolver(tx);
            ProviderRules.requireAddress(config.family(), resolver.baseUrl(config));
            ProviderRules.requireCentralKey(config.policy(), resolver.facts(config));
            store.insert(tx, config);
            ShownProvider after = shown(resolver, config);
            audit.record(
                    tx, caller, "provider.create", subject(id), Optional.empty(), Optional.of(after), Optional.empty());
            return after;
        }));
    }

    ShownProvider change(
            TenantCaller caller, ProviderConfigId id, Precondition expected, ProviderDraft.Changes changes) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProviderKeys.Resolver resolver = keys.resolver(tx);
            ProviderConfig before = require(tx, id, expected, resolver);
            ProviderConfig after = merge(tx, caller, before, changes);
            ProviderRules.requireLegal(after.policy());
            ProviderRules.requireAddress(after.family(), resolver.baseUrl(after));
            ProviderRules.requireSameOriginOrNewKey(
                    resolver.baseUrl(before),
                    resolver.baseUrl(after),
                    before.key().isPresent() && !changes.apiKey().mentioned());
            if (touchesCredential(before, after, changes)) {
                ProviderRules.requireCentralKey(after.policy(), resolver.facts(after));
            }
            store.update(tx, after);
            ShownProvider shown = shown(resolver, after);
            audit.record(
                    tx,
                    caller,
                    "provider.change",
                    subject(id),
                    Optional.of(shown(resolver, before)),
                    Optional.of(shown),
                    Optional.empty());
            return shown;
        }));
    }

    /** Deletes the config with its consequences, or, in a dry run, only tells them. */
    Consequences delete(TenantCaller caller, ProviderConfigId id, Precondition expected, boolean dryRun) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        return database.inTenant(caller.tenant(), tx -> {
            ProviderKeys.Resolver resolver = keys.resolver(tx);
            ProviderConfig before = require(tx, id, expected, resolver);
            ProvidersView left = new ProvidersView(load(tx).byPrecedence().stream()
                    .filter(view -> view.id().filter(id::equals).isEmpty())
                    .toList());
            boolean last = before.enabled() && left.siblings(before.family()).isEmpty();
            ShownProvider shown = shown(resolver, before);
            Consequences consequences =
                    dependents.removed(tx, caller, new RemovedProvider(id, before.family(), last, left));
            if (!dryRun) {
                store.delete(tx, id);
                audit.record(
                        tx,
                        caller,
                        "provider.delete",
                        subject(id),
                        Optional.of(shown),
                        Optional.empty(),
                        Optional.of(consequences));
            }
            return consequences;
        });
    }

    /** The transaction's tenant's providers by precedence, each with what a call to it would be made with. */
    public ProvidersView load(TenantScope tx) {
        ProviderKeys.Resolver resolver = keys.resolver(tx);
        List<ProviderView> views = new ArrayList<>();
        for (ProviderConfig config : store.listByPrecedence(tx)) {
            resolver.baseUrl(config)
                    .ifPresent(url -> views.add(new ProviderView(
                            Optional.of(config.id()),
                            config.family(),
                            config.name(),
                            url,
                            config.enabled(),
                            resolver.resolve(config))));
        }
        for (ProviderFamily family : ProviderFamily.values()) {
            resolver.deploymentKey(family)
                    .flatMap(key -> resolver.deploymentUrl(family)
                            .map(url -> new ProviderView(
                                    Optional.empty(),
                                    family,
                                    "deployment",
                                    url,
                                    true,
                                    new ResolvedCredential.Found(CredentialSource.DEPLOYMENT, Optional.of(key)))))
                    .ifPresent(views::add);
        }
        return new ProvidersView(views);
    }

    /** The family of an existing provider config, whether it is enabled, or empty: for binding a model to it. */
    public Optional<Bindable> findBindable(TenantScope tx, ProviderConfigId id) {
        return store.find(tx, id).map(config -> new Bindable(config.family(), config.enabled()));
    }

    /** What binding a model to a provider config depends on. */
    public record Bindable(ProviderFamily family, boolean enabled) {}

    private ProviderConfig merge(
            TenantTx tx, TenantCaller caller, ProviderConfig before, ProviderDraft.Changes changes) {
        Change<StoredKey> key = changes.apiKey().map(text -> keys.seal(tx, before.id(), text));
        return new ProviderConfig(
                before.id(),
                before.family(),
                changes.name().or(before.name()),
                changes.baseUrl().apply(before.baseUrl()),
                key.apply(before.key()),
                changes.policy(before.policy()),
                changes.enabled().or(before.enabled()),
                changes.priority().or(before.priority(), ProviderDraft.DEFAULT_PRIORITY),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                caller.label());
    }

    /** A config may have lost its key since, by a grant taken back; that must not stand in the way of disabling it. */
    private static boolean touchesCredential(
            ProviderConfig before, ProviderConfig after, ProviderDraft.Changes changes) {
        return changes.apiKey().mentioned()
                || !before.policy().equals(after.policy())
                || !before.baseUrl().equals(after.baseUrl());
    }

    private ProviderConfig require(
            TenantTx tx, ProviderConfigId id, Precondition expected, ProviderKeys.Resolver resolver) {
        ProviderConfig config = require(tx, id);
        if (!expected.allows(config.version())) {
            throw new Problem(ProblemType.STALE, "The provider config was changed meanwhile; read it again.")
                    .with("current", shown(resolver, config));
        }
        return config;
    }

    private ProviderConfig require(TenantScope tx, ProviderConfigId id) {
        return store.find(tx, id)
                .orElseThrow(
                        () -> new Problem(ProblemType.NOT_FOUND, "There is no such provider config in this tenant."));
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private static ShownProvider shown(ProviderKeys.Resolver resolver, ProviderConfig config) {
        return ShownProvider.of(config, resolver.resolve(config));
    }

    private static AuditSubject subject(ProviderConfigId id) {
        return new AuditSubject("provider", id.toString());
    }
}
