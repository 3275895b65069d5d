package io.quartermaster.provider;

import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantTx;
import java.util.Optional;

/** A tenant's side of grants: each step is one transaction of the tenant, does nothing a second time, and is audited there. */
final class GrantedConfigs {

    private final Database database;
    private final Audit audit;
    private final Ids ids;
    private final ProviderKeys keys;
    private final ProviderRemoval removal;
    private final ProviderConfigStore configs = new ProviderConfigStore();
    private final SharedGrantStore grants = new SharedGrantStore();
    private final SharedProviderStore providers = new SharedProviderStore();

    GrantedConfigs(Database database, Audit audit, Ids ids, ProviderKeys keys, ProviderRemoval removal) {
        this.database = database;
        this.audit = audit;
        this.ids = ids;
        this.keys = keys;
        this.removal = removal;
    }

    /** Gives the tenant its provider config, if the grant still stands and it has none. */
    void apply(DeploymentCaller caller, SharedProviderId id, TenantId tenant) {
        TenantCaller inTenant = inTenant(caller, tenant);
        database.inTenant(tenant, tx -> {
            boolean pending = grants.find(tx.sql(), id, tenant)
                    .filter(grant -> grant.status() == SharedGrant.Status.PENDING)
                    .isPresent();
            if (pending) {
                grants.applied(tx, id);
                tx.changed();
                if (configs.find(tx, id).isEmpty()) {
                    providers.find(tx.sql(), id).ifPresent(shared -> insert(tx, inTenant, shared));
                }
            }
            return pending;
        });
    }

    /** What taking the config away would bring about. */
    Consequences preview(DeploymentCaller caller, SharedProviderId id, TenantId tenant) {
        return database.inTenant(
                tenant,
                tx -> configs.find(tx, id)
                        .map(row -> removal.remove(tx, inTenant(caller, tenant), row))
                        .orElse(Consequences.NONE));
    }

    /** Takes the config away, if the grant is to be revoked, and forgets the grant. */
    Consequences revoke(DeploymentCaller caller, SharedProviderId id, TenantId tenant) {
        TenantCaller inTenant = inTenant(caller, tenant);
        return database.inTenant(tenant, tx -> {
            boolean revoking = grants.find(tx.sql(), id, tenant)
                    .filter(grant -> grant.status() == SharedGrant.Status.REVOKING)
                    .isPresent();
            if (!revoking) {
                return Consequences.NONE;
            }
            grants.delete(tx, id);
            tx.changed();
            return configs.find(tx, id).map(row -> remove(tx, inTenant, row)).orElse(Consequences.NONE);
        });
    }

    private Consequences remove(TenantTx tx, TenantCaller caller, ProviderRow row) {
        ShownProvider before = ShownProvider.of(row, keys.resolve(tx.tenant(), row));
        Consequences consequences = removal.remove(tx, caller, row);
        audit.record(
                tx,
                caller,
                "provider.revoke",
                subject(row.config().id()),
                Optional.of(before),
                Optional.empty(),
                Optional.of(consequences));
        return consequences;
    }

    private void insert(TenantTx tx, TenantCaller caller, SharedProvider shared) {
        ProviderConfigId id = new ProviderConfigId(ids.next());
        configs.insert(
                tx,
                new ProviderConfig(
                        id,
                        shared.family(),
                        Optional.of(shared.id()),
                        configs.freeName(tx, shared.name()),
                        Optional.empty(),
                        ProviderInput.NO_SETTINGS,
                        Optional.empty(),
                        CredentialPolicy.CENTRAL_ONLY,
                        true,
                        ProviderDraft.DEFAULT_PRIORITY,
                        tx.version(),
                        tx.now(),
                        caller.label(),
                        tx.now(),
                        caller.label()));
        ProviderRow row = configs.find(tx, id).orElseThrow();
        audit.record(
                tx,
                caller,
                "provider.grant",
                subject(id),
                Optional.empty(),
                Optional.of(ShownProvider.of(row, keys.resolve(tx.tenant(), row))),
                Optional.empty());
    }

    private static TenantCaller inTenant(DeploymentCaller caller, TenantId tenant) {
        return new TenantCaller(
                caller.caller(), tenant, Role.OPERATOR, TenantCaller.TenantState.ACTIVE, caller.requestId());
    }

    private static AuditSubject subject(ProviderConfigId id) {
        return new AuditSubject("provider", id.toString());
    }
}
