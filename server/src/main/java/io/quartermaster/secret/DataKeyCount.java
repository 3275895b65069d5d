package io.quartermaster.secret;

import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.secret.KeyRotationStore.DeploymentDataKey;
import io.quartermaster.secret.KeyRotationStore.TenantDataKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many data keys there are, and how many of them the master key does not open.
 *
 * @param closed those that do not open
 * @param tenants whose keys do not open
 */
public record DataKeyCount(long keys, long closed, long tenants) {

    private static final int BATCH = 500;

    /**
     * Tries to open each.
     *
     * @param all with every tenant's too, which only the owner's role sees
     */
    public static DataKeyCount of(Database database, MasterKey master, boolean all) {
        KeyRotationStore store = new KeyRotationStore();
        DataKeyWrapping wrapping = new DataKeyWrapping(master);
        long keys = 0;
        long closed = 0;
        for (DeploymentDataKey each : database.inDeployment(store::listDeploymentKeys)) {
            keys++;
            closed += wrapping.opens(each.key(), DataKeyWrapping.contextOf(each.purpose())) ? 0 : 1;
        }
        Set<TenantId> tenants = new HashSet<>();
        Optional<TenantDataKey> last = Optional.empty();
        boolean more = all;
        while (more) {
            Optional<TenantDataKey> after = last;
            List<TenantDataKey> batch = database.inDeployment(tx -> store.listTenantKeys(tx, after, BATCH));
            for (TenantDataKey each : batch) {
                keys++;
                if (!wrapping.opens(each.key(), DataKeyWrapping.contextOf(each.tenant()))) {
                    closed++;
                    tenants.add(each.tenant());
                }
            }
            last = batch.isEmpty() ? last : Optional.of(batch.getLast());
            more = batch.size() == BATCH;
        }
        return new DataKeyCount(keys, closed, tenants.size());
    }
}
