package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.audit.Audit;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Grants shared providers to tenants and takes them back. What is to be is written for the deployment first; then each tenant
 * gets or loses its provider config in a transaction of its own, which {@link #resume} takes up again after a node died.
 */
public final class SharedGrants {

    /** What a deletion brings about in one tenant. */
    record TenantConsequences(
            TenantId tenantId, @JsonUnwrapped Consequences consequences) {}

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final GrantedConfigs configs;
    private final SharedGrantStore store = new SharedGrantStore();
    private final SharedProviderStore providers = new SharedProviderStore();

    SharedGrants(Database database, Authorizer authorizer, Audit audit, GrantedConfigs configs) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.configs = configs;
    }

    Page<SharedGrant> list(Caller caller, SharedProviderId id, PageRequest page) {
        authorizer.require(caller, Permission.READ_SHARED_PROVIDERS);
        return database.inDeployment(tx -> {
            SharedProvider shared = providers.find(tx.sql(), id).orElseThrow(SharedGrants::missing);
            return store.list(tx.sql(), shared.id(), page);
        });
    }

    SharedGrant read(Caller caller, SharedProviderId id, TenantId tenant) {
        authorizer.require(caller, Permission.READ_SHARED_PROVIDERS);
        return database.inDeployment(tx -> store.find(tx.sql(), id, tenant)).orElseThrow(SharedGrants::notGranted);
    }

    /** Gives the tenant a provider config of the shared provider; a second time changes nothing. */
    SharedGrant grant(DeploymentCaller caller, SharedProviderId id, TenantId tenant) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        database.changeDeployment(tx -> {
            SharedProvider shared = providers
                    .find(tx.sql(), id)
                    .filter(found -> found.deletedAt().isEmpty())
                    .orElseThrow(SharedGrants::missing);
            Optional<SharedGrant> before = store.find(tx.sql(), id, tenant);
            boolean stands = before.filter(grant -> grant.status() == SharedGrant.Status.GRANTED
                            || grant.status() == SharedGrant.Status.PENDING)
                    .isPresent();
            if (!stands) {
                store.put(tx, shared.id(), tenant, caller.label());
                record(tx, caller, "shared-provider.grant", id, before, store.find(tx.sql(), id, tenant));
            }
            return stands;
        });
        configs.apply(caller, id, tenant);
        return read(caller.caller(), id, tenant);
    }

    /** Takes the shared provider from a tenant with its consequences, or, in a dry run, only tells them. */
    Consequences revoke(DeploymentCaller caller, SharedProviderId id, TenantId tenant, boolean dryRun) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        if (dryRun) {
            read(caller.caller(), id, tenant);
            return configs.preview(caller, id, tenant);
        }
        database.changeDeployment(tx -> {
            SharedGrant before = store.find(tx.sql(), id, tenant).orElseThrow(SharedGrants::notGranted);
            if (before.status() != SharedGrant.Status.REVOKING) {
                store.revoke(tx, id, tenant);
                record(tx, caller, "shared-provider.revoke", id, Optional.of(before), Optional.empty());
            }
            return before;
        });
        return configs.revoke(caller, id, tenant);
    }

    /** Takes up what a dead node left: grants half given or half taken back, and shared providers half deleted. */
    public void resume() {
        DeploymentCaller caller = new DeploymentCaller(Caller.operatorKey(), "resumed");
        for (SharedGrant grant : database.inDeployment(tx -> store.listUnfinished(tx.sql()))) {
            if (grant.status() == SharedGrant.Status.REVOKING) {
                configs.revoke(caller, grant.sharedProviderId(), grant.tenantId());
            } else {
                configs.apply(caller, grant.sharedProviderId(), grant.tenantId());
            }
        }
        for (SharedProvider deleted : database.inDeployment(tx -> providers.listDeleted(tx.sql()))) {
            finishDeletion(caller, deleted.id());
        }
    }

    List<TenantConsequences> previewAll(DeploymentCaller caller, SharedProviderId id) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        return database.inDeployment(tx -> store.listAll(tx.sql(), id)).stream()
                .map(grant -> new TenantConsequences(grant.tenantId(), configs.preview(caller, id, grant.tenantId())))
                .toList();
    }

    void beginDeletion(DeploymentChangeTx tx, SharedProvider shared, DeploymentCaller caller) {
        store.revokeAll(tx, shared.id());
        providers.update(
                tx,
                new SharedProvider(
                        shared.id(),
                        shared.family(),
                        shared.name(),
                        shared.baseUrl(),
                        shared.settings(),
                        shared.key(),
                        false,
                        Optional.of(tx.now()),
                        tx.version(),
                        shared.createdAt(),
                        shared.createdBy(),
                        tx.now(),
                        caller.label()));
    }

    List<TenantConsequences> finishDeletion(DeploymentCaller caller, SharedProviderId id) {
        authorizer.require(caller.caller(), Permission.CHANGE_SHARED_PROVIDERS);
        List<TenantConsequences> consequences = new ArrayList<>();
        for (SharedGrant grant : database.inDeployment(tx -> store.listAll(tx.sql(), id))) {
            consequences.add(new TenantConsequences(grant.tenantId(), configs.revoke(caller, id, grant.tenantId())));
        }
        database.changeDeployment(tx -> {
            providers.delete(tx, id);
            tx.changed();
            return id;
        });
        return consequences;
    }

    private void record(
            DeploymentChangeTx tx,
            DeploymentCaller caller,
            String action,
            SharedProviderId id,
            Optional<SharedGrant> before,
            Optional<SharedGrant> after) {
        audit.record(tx, caller, action, SharedProviders.subject(id), before, after, Optional.empty());
    }

    static Problem missing() {
        return new Problem(ProblemType.NOT_FOUND, "There is no such shared provider.");
    }

    private static Problem notGranted() {
        return new Problem(ProblemType.NOT_FOUND, "This tenant has no such grant.");
    }
}
