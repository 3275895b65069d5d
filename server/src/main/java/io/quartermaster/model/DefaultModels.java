package io.quartermaster.model;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.model.DefaultModel.Source;
import io.quartermaster.model.SetDefaultOutcome.Cause;
import io.quartermaster.model.SetDefaultOutcome.Refusal;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.provider.ProviderConfigs;
import io.quartermaster.provider.ProvidersView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads, pins and un-pins the default model of each type of a tenant. */
public final class DefaultModels {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final ProviderConfigs providers;
    private final ShippedCatalogue shipped;
    private final ModelConfigStore models = new ModelConfigStore(new ModelFallbackStore());
    private final DefaultModelStore store = new DefaultModelStore();
    private final Election election = new Election(models, store);

    public DefaultModels(
            Database database,
            Authorizer authorizer,
            Audit audit,
            ProviderConfigs providers,
            ShippedCatalogue shipped) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.providers = providers;
        this.shipped = shipped;
    }

    /** A model chosen for a type; empty pins "none". */
    record Choice(ModelType type, Optional<ModelConfigId> model) {}

    /** Every type in its fixed order, unset ones too. */
    List<ShownDefaultModel> list(TenantCaller caller) {
        authorizer.require(caller, Permission.READ_DEFAULT_MODELS);
        return database.readTenant(
                caller.tenant(),
                tx -> Stream.of(ModelType.values()).map(type -> shown(tx, type)).toList());
    }

    ShownDefaultModel read(TenantCaller caller, ModelType type) {
        authorizer.require(caller, Permission.READ_DEFAULT_MODELS);
        return database.readTenant(caller.tenant(), tx -> shown(tx, type));
    }

    SetDefaultOutcome pin(TenantCaller caller, Choice choice, Precondition expected) {
        authorizer.require(caller, Permission.CHANGE_DEFAULT_MODELS);
        return database.inTenant(caller.tenant(), tx -> {
            ShownDefaultModel before = shown(tx, choice.type());
            if (!expected.allows(before.currentVersion())) {
                return new SetDefaultOutcome.Stale(before);
            }
            return pinAll(tx, caller, List.of(choice));
        });
    }

    /** Pins all of {@code choices}, one a type, or none of them. */
    SetDefaultOutcome pinAll(TenantCaller caller, List<Choice> choices) {
        authorizer.require(caller, Permission.CHANGE_DEFAULT_MODELS);
        return database.inTenant(caller.tenant(), tx -> pinAll(tx, caller, choices));
    }

    /** Un-pins: the current model stays, as elected; a pinned "none" gives way to an election. */
    SetDefaultOutcome unpin(TenantCaller caller, ModelType type, Precondition expected) {
        authorizer.require(caller, Permission.CHANGE_DEFAULT_MODELS);
        return database.inTenant(caller.tenant(), tx -> {
            ShownDefaultModel before = shown(tx, type);
            if (!expected.allows(before.currentVersion())) {
                return new SetDefaultOutcome.Stale(before);
            }
            if (!before.source().equals(Source.PINNED.word())) {
                return new SetDefaultOutcome.Done(List.of(before));
            }
            if (before.modelId().isPresent()) {
                store.put(tx, type, before.modelId(), Source.ELECTED, caller.label());
            } else {
                election.elect(tx, type, Set.of(), providers.load(tx), caller.label());
            }
            ShownDefaultModel after = shown(tx, type);
            audit.record(
                    tx,
                    caller,
                    "default_model.unpin",
                    subject(type),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return new SetDefaultOutcome.Done(List.of(after));
        });
    }

    /** The live models and the defaults of the transaction's tenant as the gateway needs them. */
    public ModelsView load(TenantScope tx) {
        return ModelsViews.of(models.listLive(tx), store.list(tx), shipped);
    }

    private SetDefaultOutcome pinAll(TenantTx tx, TenantCaller caller, List<Choice> choices) {
        List<Refusal> refusals = new ArrayList<>();
        for (int index = 0; index < choices.size(); index++) {
            refusal(tx, index, choices.get(index)).ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            return new SetDefaultOutcome.NotSelectable(refusals);
        }
        List<ShownDefaultModel> before =
                choices.stream().map(choice -> shown(tx, choice.type())).toList();
        choices.forEach(choice -> store.put(tx, choice.type(), choice.model(), Source.PINNED, caller.label()));
        List<ShownDefaultModel> after =
                choices.stream().map(choice -> shown(tx, choice.type())).toList();
        boolean one = choices.size() == 1;
        audit.record(
                tx,
                caller,
                "default_model.pin",
                one ? subject(choices.getFirst().type()) : new AuditSubject("default_models", "several"),
                Optional.of(one ? before.getFirst() : before),
                Optional.of(one ? after.getFirst() : after),
                Optional.empty());
        return new SetDefaultOutcome.Done(after);
    }

    private Optional<Refusal> refusal(TenantTx tx, int index, Choice choice) {
        if (choice.model().isEmpty()) {
            return Optional.empty();
        }
        Optional<ModelConfig> found = models.find(tx, choice.model().get());
        if (found.isEmpty()) {
            return Optional.of(new Refusal(index, Cause.NOT_FOUND, "There is no such model in this tenant."));
        }
        ModelConfig model = found.get();
        if (model.deletedAt().isPresent()) {
            return Optional.of(
                    new Refusal(index, Cause.DELETED, "This model was deleted; restore it or choose another."));
        }
        if (model.type() != choice.type()) {
            return Optional.of(new Refusal(
                    index,
                    Cause.WRONG_TYPE,
                    "This model is of type " + model.type().word() + ", not "
                            + choice.type().word() + "."));
        }
        if (!model.enabled()) {
            return Optional.of(new Refusal(index, Cause.DISABLED, "This model is disabled; enable it first."));
        }
        return Optional.empty();
    }

    private ShownDefaultModel shown(TenantScope tx, ModelType type) {
        return store.find(tx, type)
                .map(current -> {
                    ProvidersView view = providers.load(tx);
                    return ShownDefaultModel.of(
                            current,
                            current.modelConfigId()
                                    .flatMap(id -> models.findFacts(tx, id))
                                    .map(facts -> ShownModel.of(facts, view, shipped)));
                })
                .orElseGet(() -> ShownDefaultModel.unset(type));
    }

    private static AuditSubject subject(ModelType type) {
        return new AuditSubject("default_model", type.word());
    }
}
