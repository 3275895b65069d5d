package io.quartermaster.model;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.Consequences;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProvidersView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates, reads, changes and deletes the model configs of a tenant. */
public final class ModelConfigs {

    static final ProblemType NOT_DELETED = new ProblemType("not_deleted", 422, "The model is not deleted");

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final ProviderConfigs providers;
    private final ShippedCatalogue shipped;
    private final ModelFallbackStore fallbacks = new ModelFallbackStore();
    private final ModelConfigStore store = new ModelConfigStore(fallbacks);
    private final DefaultModelStore defaults = new DefaultModelStore();
    private final Election election = new Election(store, defaults);
    private final ModelBurial burial = new ModelBurial(store, fallbacks, election);
    private final FallbackRules fallbackRules = new FallbackRules(store, fallbacks);
    private final ProviderBinding binding;

    public ModelConfigs(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            ProviderConfigs providers,
            ShippedCatalogue shipped) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.providers = providers;
        this.shipped = shipped;
        this.binding = new ProviderBinding(providers);
    }

    /** A changed model, and what else the change brought about. */
    record Changed(ShownModel model, Consequences consequences) {}

    /** All for those who manage models, only what is usable for everybody else; tombstones are for the former. */
    Page<ShownModel> list(TenantCaller caller, PageRequest page, ModelFilter filter) {
        authorizer.require(caller, filter.deleted() ? Permission.READ_MODELS : Permission.READ_USABLE_MODELS);
        boolean all = authorizer.allows(caller, Permission.READ_MODELS);
        return database.readTenant(caller.tenant(), tx -> {
            ProvidersView view = all ? providers.load(tx) : providers.load(tx, caller);
            Optional<UsableProviders> usable = all ? Optional.empty() : Optional.of(UsableProviders.of(view));
            return Page.of(store.list(tx, page, filter, usable), page, ModelConfigs::cursor)
                    .map(facts -> all ? ShownModel.of(facts, view, shipped) : ShownModel.toUsers(facts, view));
        });
    }

    ShownModel read(TenantCaller caller, ModelConfigId id) {
        authorizer.require(caller, Permission.READ_USABLE_MODELS);
        boolean all = authorizer.allows(caller, Permission.READ_MODELS);
        return database.readTenant(caller.tenant(), tx -> {
            ProvidersView view = all ? providers.load(tx) : providers.load(tx, caller);
            ModelFacts facts = store.findFacts(tx, id)
                    .filter(found -> found.config().deletedAt().isEmpty())
                    .orElseThrow(ModelConfigs::missing);
            if (all) {
                return ShownModel.of(facts, view, shipped);
            }
            ShownModel model = ShownModel.toUsers(facts, view);
            if (!model.usable()) {
                throw missing();
            }
            return model;
        });
    }

    ShownModel create(TenantCaller caller, ModelDraft draft) {
        authorizer.require(caller, Permission.CHANGE_MODELS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ModelConfigId id = new ModelConfigId(ids.next());
            draft.providerId().ifPresent(provider -> binding.requireBindable(tx, provider, draft.family()));
            fallbackRules.require(tx, id, draft.type(), draft.terms().fallbacks());
            ModelConfig config = new ModelConfig(
                    id,
                    draft.type(),
                    draft.family(),
                    draft.model(),
                    draft.alias(),
                    draft.displayName(),
                    draft.providerId(),
                    draft.contextLimit(),
                    draft.compressionThreshold(),
                    draft.enabled(),
                    draft.terms(),
                    Optional.empty(),
                    Optional.empty(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            store.insert(tx, config);
            ProvidersView view = providers.load(tx);
            settleDefault(tx, caller, config, draft.makeDefault(), view);
            ShownModel after = shown(tx, config.id(), view);
            audit.record(
                    tx,
                    caller,
                    "model.create",
                    subject(config),
                    Optional.empty(),
                    Optional.of(after),
                    Optional.empty());
            return after;
        }));
    }

    Changed change(TenantCaller caller, ModelConfigId id, Precondition expected, ModelDraft.Changes changes) {
        authorizer.require(caller, Permission.CHANGE_MODELS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProvidersView view = providers.load(tx);
            ModelConfig before = require(tx, id, expected, view);
            ShownModel shownBefore = shown(tx, id, view);
            if (changes.providerId() instanceof Change.Set<ProviderConfigId>(ProviderConfigId provider)
                    && !before.providerId().equals(Optional.of(provider))) {
                binding.requireBindable(tx, provider, before.family());
            }
            changes.options().given().ifPresent(options -> options.requireAllowedBy(before.family()));
            changes.fallbacks().given().ifPresent(given -> fallbackRules.require(tx, id, before.type(), given));
            ModelConfig after = merge(tx, caller, before, changes);
            Consequences consequences = before.live() && !after.live()
                    ? new Consequences(List.of(), burial.leave(tx, caller, List.of(before), view))
                    : Consequences.NONE;
            store.update(tx, after);
            settleDefault(tx, caller, after, changes.makeDefault(), view);
            ShownModel shownAfter = shown(tx, id, view);
            audit.record(
                    tx,
                    caller,
                    "model.change",
                    subject(after),
                    Optional.of(shownBefore),
                    Optional.of(shownAfter),
                    consequences.equals(Consequences.NONE) ? Optional.empty() : Optional.of(consequences));
            return new Changed(shownAfter, consequences);
        }));
    }

    /** Makes a tombstone of the config, or, in a dry run, only tells what would follow. */
    Consequences delete(TenantCaller caller, ModelConfigId id, Precondition expected, boolean dryRun) {
        authorizer.require(caller, Permission.CHANGE_MODELS);
        return database.inTenant(caller.tenant(), tx -> {
            ProvidersView view = providers.load(tx);
            ModelConfig before = require(tx, id, expected, view);
            ShownModel shownBefore = shown(tx, id, view);
            Consequences consequences = burial.bury(tx, caller, List.of(before), view);
            if (!dryRun) {
                audit.record(
                        tx,
                        caller,
                        "model.delete",
                        subject(before),
                        Optional.of(shownBefore),
                        Optional.empty(),
                        Optional.of(consequences));
            }
            return consequences;
        });
    }

    /**
     * Brings a tombstone back, to the provider config that it was bound to unless {@code provider} says another; it never
     * becomes unbound by itself.
     */
    ShownModel restore(
            TenantCaller caller, ModelConfigId id, Precondition expected, Change<ProviderConfigId> provider) {
        authorizer.require(caller, Permission.CHANGE_MODELS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProvidersView view = providers.load(tx);
            ModelConfig before = requireTombstone(tx, id);
            ShownModel shownBefore = shown(tx, id, view);
            if (!expected.allows(before.version())) {
                throw stale(shownBefore);
            }
            provider.given().ifPresent(given -> binding.requireBindable(tx, given, before.family()));
            if (!provider.mentioned()) {
                before.providerId().ifPresent(bound -> binding.requireStillThere(tx, bound));
            }
            ModelConfig after = before.restored(provider.apply(before.providerId()), tx, caller.label());
            store.update(tx, after);
            settleDefault(tx, caller, after, false, view);
            ShownModel shownAfter = shown(tx, id, view);
            audit.record(
                    tx,
                    caller,
                    "model.restore",
                    subject(after),
                    Optional.of(shownBefore),
                    Optional.of(shownAfter),
                    Optional.empty());
            return shownAfter;
        }));
    }

    /** Pins the model if asked to; else fills a type that has no default, now that there is a candidate. */
    private void settleDefault(
            TenantTx tx, TenantCaller caller, ModelConfig config, boolean makeDefault, ProvidersView view) {
        if (makeDefault && !config.live()) {
            String advice = "A disabled model cannot be the default; enable it, or leave make_default out.";
            throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("make_default", "disabled", advice));
        }
        if (makeDefault) {
            defaults.put(tx, config.type(), Optional.of(config.id()), DefaultModel.Source.PINNED, caller.label());
        } else if (config.live()) {
            election.fill(tx, config.type(), view, caller.label());
        }
    }

    private ModelConfig merge(TenantTx tx, TenantCaller caller, ModelConfig before, ModelDraft.Changes changes) {
        return new ModelConfig(
                before.id(),
                before.type(),
                before.family(),
                changes.model().or(before.model()),
                changes.alias().apply(before.alias()),
                changes.displayName().apply(before.displayName()),
                changes.providerId().apply(before.providerId()),
                changes.contextLimit().apply(before.contextLimit()),
                changes.compressionThreshold()
                        .or(before.compressionThreshold(), ModelDraft.DEFAULT_COMPRESSION_THRESHOLD),
                changes.enabled().or(before.enabled()),
                changes.terms(before.terms()),
                Optional.empty(),
                Optional.empty(),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                caller.label());
    }

    private ModelConfig require(TenantTx tx, ModelConfigId id, Precondition expected, ProvidersView view) {
        ModelConfig config = store.find(tx, id)
                .filter(found -> found.deletedAt().isEmpty()) // a tombstone is gone for everybody but history
                .orElseThrow(ModelConfigs::missing);
        if (!expected.allows(config.version())) {
            throw stale(shown(tx, id, view));
        }
        return config;
    }

    private ModelConfig requireTombstone(TenantTx tx, ModelConfigId id) {
        ModelConfig config = store.find(tx, id).orElseThrow(ModelConfigs::missing);
        if (config.deletedAt().isEmpty()) {
            throw new Problem(NOT_DELETED, "This model is not deleted, so there is nothing to restore.");
        }
        return config;
    }

    private ShownModel shown(TenantTx tx, ModelConfigId id, ProvidersView view) {
        return ShownModel.of(store.findFacts(tx, id).orElseThrow(ModelConfigs::missing), view, shipped);
    }

    private static Problem stale(ShownModel current) {
        return new Problem(ProblemType.STALE, "The model was changed meanwhile; read it again.")
                .with("current", current);
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private static Problem missing() {
        return new Problem(ProblemType.NOT_FOUND, "There is no such model in this tenant.");
    }

    private static Cursor cursor(ModelFacts facts) {
        ModelConfig config = facts.config();
        return Cursor.of(
                config.family().word(),
                config.model(),
                config.updatedAt().toString(),
                config.id().toString());
    }

    private static AuditSubject subject(ModelConfig config) {
        return new AuditSubject("model", config.id().toString());
    }
}
