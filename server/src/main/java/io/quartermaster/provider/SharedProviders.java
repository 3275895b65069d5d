package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.SharedGrants.TenantConsequences;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Creates, reads, changes and deletes the providers that the deployment shares with tenants. */
public final class SharedProviders {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final ProviderKeys keys;
    private final DeploymentKeys deploymentKeys;
    private final SharedGrants grants;
    private final SharedProviderStore store = new SharedProviderStore();

    SharedProviders(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            ProviderKeys keys,
            DeploymentKeys deploymentKeys,
            SharedGrants grants) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.keys = keys;
        this.deploymentKeys = deploymentKeys;
        this.grants = grants;
    }

    Page<ShownSharedProvider> list(Caller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_SHARED_PROVIDERS);
        return database.inDeployment(tx -> store.list(tx.sql(), page)).map(ShownSharedProvider::of);
    }

    ShownSharedProvider read(Caller caller, SharedProviderId id) {
        authorizer.require(caller, Permission.READ_SHARED_PROVIDERS);
        return database.inDeployment(tx -> store.find(tx.sql(), id))
                .filter(shared -> shared.deletedAt().isEmpty())
                .map(ShownSharedProvider::of)
                .orElseThrow(SharedGrants::missing);
    }

    ShownSharedProvider create(DeploymentCaller caller, SharedDraft draft) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        return meaning(() -> database.changeDeployment(tx -> {
            SharedProviderId id = new SharedProviderId(ids.next());
            SharedProvider shared = new SharedProvider(
                    id,
                    draft.family(),
                    draft.name(),
                    draft.baseUrl(),
                    draft.settings(),
                    draft.credential().map(given -> keys.seal(tx, id, given)),
                    draft.enabled(),
                    Optional.empty(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            requireCallable(shared);
            store.insert(tx, shared);
            return recorded(tx, caller, "shared-provider.create", Optional.empty(), shared);
        }));
    }

    ShownSharedProvider change(
            DeploymentCaller caller, SharedProviderId id, Precondition expected, SharedDraft.Changes changes) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        return meaning(() -> database.changeDeployment(tx -> {
            SharedProvider before = require(tx, id, expected);
            JsonNode settings = changes.settings().or(before.settings(), ProviderInput.NO_SETTINGS);
            if (changes.settings().mentioned()) {
                before.family().settingsSchema().require(settings, "settings");
            }
            SharedProvider after = new SharedProvider(
                    id,
                    before.family(),
                    changes.name().or(before.name()),
                    changes.baseUrl().apply(before.baseUrl()),
                    settings,
                    changes.credential()
                            .of(before.family())
                            .map(given -> keys.seal(tx, id, given))
                            .apply(before.key()),
                    changes.enabled().or(before.enabled()),
                    before.deletedAt(),
                    tx.version(),
                    before.createdAt(),
                    before.createdBy(),
                    tx.now(),
                    caller.label());
            requireCallable(after);
            ProviderRules.requireNewKeyIfMoved(
                    !before.baseUrl()
                            .map(ProviderRules::origin)
                            .equals(after.baseUrl().map(ProviderRules::origin)),
                    before.key().isPresent() && !changes.credential().mentioned());
            store.update(tx, after);
            return recorded(tx, caller, "shared-provider.change", Optional.of(before), after);
        }));
    }

    /** Takes it from every tenant and deletes it; a retry goes on where a dead node stopped. */
    List<TenantConsequences> delete(
            DeploymentCaller caller, SharedProviderId id, Precondition expected, boolean dryRun) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        if (dryRun) {
            read(caller.caller(), id);
            return grants.previewAll(caller, id);
        }
        database.changeDeployment(tx -> {
            SharedProvider before = store.find(tx.sql(), id).orElseThrow(SharedGrants::missing);
            if (before.deletedAt().isEmpty()) {
                requireCurrent(before, expected);
                grants.beginDeletion(tx, before, caller);
                audit.record(
                        tx,
                        caller,
                        "shared-provider.delete",
                        subject(id),
                        Optional.of(ShownSharedProvider.of(before)),
                        Optional.empty(),
                        Optional.empty());
            }
            return before;
        });
        return grants.finishDeletion(caller, id);
    }

    private ShownSharedProvider recorded(
            DeploymentChangeTx tx,
            DeploymentCaller caller,
            String action,
            Optional<SharedProvider> before,
            SharedProvider after) {
        ShownSharedProvider shown = ShownSharedProvider.of(after);
        audit.record(
                tx,
                caller,
                action,
                subject(after.id()),
                before.map(ShownSharedProvider::of),
                Optional.of(shown),
                Optional.empty());
        return shown;
    }

    private void requireCallable(SharedProvider shared) {
        ProviderRules.requireAddress(
                shared.family(), shared.baseUrl().or(() -> deploymentKeys.baseUrl(shared.family(), shared.settings())));
        ProviderRules.requireSharedKey(shared);
    }

    private SharedProvider require(DeploymentChangeTx tx, SharedProviderId id, Precondition expected) {
        SharedProvider shared = store.find(tx.sql(), id)
                .filter(found -> found.deletedAt().isEmpty())
                .orElseThrow(SharedGrants::missing);
        requireCurrent(shared, expected);
        return shared;
    }

    private static void requireCurrent(SharedProvider shared, Precondition expected) {
        if (!expected.allows(shared.version())) {
            throw new Problem(ProblemType.STALE, "The shared provider was changed meanwhile; read it again.")
                    .with("current", ShownSharedProvider.of(shared));
        }
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    static AuditSubject subject(SharedProviderId id) {
        return new AuditSubject("shared-provider", id.toString());
    }
}
