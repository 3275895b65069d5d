package io.quartermaster.model;

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
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProvidersView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates, reads, changes and deletes the model configs of a tenant. */
public final class ModelConfigs {

    static final ProblemType PROVIDER_NOT_CONFIGURED =
            new ProblemType("provider-not-configured", 422, "The provider config cannot be used");

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final ProviderConfigs providers;
    private final ModelConfigStore store = new ModelConfigStore();
    private final DefaultModelStore defaults = new DefaultModelStore();
    private final Election election = new Election(store, defaults);
    private final ModelBurial burial = new ModelBurial(store, election);

    public ModelConfigs(Database database, Authorizer authorizer, Audit audit, Ids ids, ProviderConfigs providers) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.providers = providers;
    }

    /** A changed model, and what else the change brought about. */
    record Changed(ShownModel model, Consequences consequences) {}

    /** All that is not deleted for those who manage models, only what is usable for everybody else. */
    Page<ShownModel> list(TenantCaller caller, PageRequest page, ModelFilter filter) {
        authorizer.require(caller, Permission.READ_USABLE_MODELS);
        boolean all = authorizer.allows(caller, Permission.READ_MODELS);
        return database.readTenant(caller.tenant(), tx -> {
            ProvidersView view = providers.load(tx);
            Map<ModelType, DefaultModel> current = defaults.list(tx);
            Page<ModelConfig> found = Page.of(store.list(tx, page, filter), page, ModelConfigs::cursor);
            List<ShownModel> shown = found.data().stream()
                    .map(config -> ShownModel.of(config, view, Optional.ofNullable(current.get(config.type()))))
                    .filter(model -> all || model.usable())
                    .toList();
            return new Page<>(shown, found.next());
        });
    }

    ShownModel read(TenantCaller caller, ModelConfigId id) {
        authorizer.require(caller, Permission.READ_USABLE_MODELS);
        return database.readTenant(caller.tenant(), tx -> {
            ShownModel model = shown(tx, require(tx, id), providers.load(tx));
            if (!model.usable() && !authorizer.allows(caller, Permission.READ_MODELS)) {
                throw missing();
            }
            return model;
        });
    }

    ShownModel create(TenantCaller caller, ModelDraft draft) {
        authorizer.require(caller, Permission.CHANGE_MODELS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            draft.providerId().ifPresent(provider -> requireBindable(tx, provider, draft.family()));
            ModelConfig config = new ModelConfig(
                    new ModelConfigId(ids.next()),
                    draft.type(),
                    draft.family(),
                    draft.model(),
                    draft.alias(),
                    draft.displayName(),
                    draft.providerId(),
                    draft.contextLimit(),
                    draft.compressionThreshold(),
                    draft.enabled(),
                    Optional.empty(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            store.insert(tx, config);
            ProvidersView view = providers.load(tx);
            settleDefault(tx, caller, config, draft.makeDefault(), view);
            ShownModel after = shown(tx, config, view);
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
            ShownModel shownBefore = shown(tx, before, view);
            if (changes.providerId() instanceof Change.Set<ProviderConfigId>(ProviderConfigId provider)
                    && !before.providerId().equals(Optional.of(provider))) {
                requireBindable(tx, provider, before.family());
            }
            ModelConfig after = merge(tx, caller, before, changes);
            Consequences consequences = before.live() && !after.live()
                    ? new Consequences(List.of(), burial.leave(tx, caller, List.of(before), view))
                    : Consequences.NONE;
            store.update(tx, after);
            settleDefault(tx, caller, after, changes.makeDefault(), view);
            ShownModel shownAfter = shown(tx, after, view);
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
            ShownModel shownBefore = shown(tx, before, view);
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
                before.deletedAt(),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                caller.label());
    }

    /** Decided in the tenant's turn, so a provider deleted at the same time is either here or gone. */
    private void requireBindable(TenantTx tx, ProviderConfigId provider, ProviderFamily family) {
        Optional<ProviderConfigs.Bindable> found = providers.findBindable(tx, provider);
        if (found.isEmpty()) {
            throw notBindable("not_found", "There is no such provider config in this tenant.");
        }
        if (found.get().family() != family) {
            throw notBindable(
                    "other_family",
                    "The provider config belongs to the family "
                            + found.get().family().word() + ", the model to " + family.word() + ".");
        }
        if (!found.get().enabled()) {
            throw notBindable("disabled", "The provider config is disabled; enable it first.");
        }
    }

    private static Problem notBindable(String code, String advice) {
        return new Problem(PROVIDER_NOT_CONFIGURED, advice, new FieldError("provider_id", code, advice));
    }

    private ModelConfig require(TenantTx tx, ModelConfigId id, Precondition expected, ProvidersView view) {
        ModelConfig config = require(tx, id);
        if (!expected.allows(config.version())) {
            throw new Problem(ProblemType.STALE, "The model was changed meanwhile; read it again.")
                    .with("current", shown(tx, config, view));
        }
        return config;
    }

    /** A tombstone is gone for everybody but history. */
    private ModelConfig require(TenantScope tx, ModelConfigId id) {
        return store.find(tx, id).filter(config -> config.deletedAt().isEmpty()).orElseThrow(ModelConfigs::missing);
    }

    private ShownModel shown(TenantScope tx, ModelConfig config, ProvidersView view) {
        return ShownModel.of(config, view, defaults.find(tx, config.type()));
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

    private static Cursor cursor(ModelConfig config) {
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
