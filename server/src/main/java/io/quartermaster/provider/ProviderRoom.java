package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.audit.Audit;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.Database;
import io.quartermaster.secret.KeyRing;
import io.quartermaster.tenant.Tenants;

/** The parts of this room, put together from what other rooms give it. */
public final class ProviderRoom {

    private final ProviderConfigs configs;
    private final ProviderOrder order;
    private final UserKeys userKeys;
    private final SharedProviders sharedProviders;
    private final SharedGrants sharedGrants;
    private final KeylessProviders keyless;

    public ProviderRoom(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            KeyRing keyRing,
            DeploymentKeys deploymentKeys,
            Tenants tenants,
            ConfigVersions versions,
            ProviderDependents dependents) {
        ProviderKeys keys = new ProviderKeys(keyRing, deploymentKeys);
        ProviderViews views = new ProviderViews(keys, deploymentKeys, tenants);
        ProviderRemoval removal = new ProviderRemoval(views, dependents);
        this.userKeys = new UserKeys(database, authorizer, audit, keys, versions);
        this.configs = new ProviderConfigs(database, authorizer, audit, ids, keys, views, removal, userKeys);
        this.order = new ProviderOrder(database, authorizer, audit, keys);
        this.keyless = new KeylessProviders(configs, tenants);
        this.sharedGrants =
                new SharedGrants(database, authorizer, audit, new GrantedConfigs(database, audit, ids, keys, removal));
        this.sharedProviders =
                new SharedProviders(database, authorizer, audit, ids, keys, deploymentKeys, sharedGrants);
    }

    public ProviderConfigs configs() {
        return configs;
    }

    public ProviderOrder order() {
        return order;
    }

    public UserKeys userKeys() {
        return userKeys;
    }

    public SharedProviders sharedProviders() {
        return sharedProviders;
    }

    public SharedGrants sharedGrants() {
        return sharedGrants;
    }

    public KeylessProviders keyless() {
        return keyless;
    }
}
