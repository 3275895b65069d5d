package io.quartermaster.secret;

import com.google.crypto.tink.Aead;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.secret.DeploymentKeyStore.Purpose;
import io.quartermaster.secret.SealedColumns.SealedAt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Replaces the data key of what the deployment shares. All in one transaction: shared providers are counted in dozens. */
final class DeploymentKeyRotation {

    private final Database owner;
    private final Ids ids;
    private final List<SealedDeploymentColumns> columns;
    private final DeploymentKeyStore store = new DeploymentKeyStore();

    DeploymentKeyRotation(Database owner, Ids ids, List<SealedDeploymentColumns> columns) {
        this.owner = owner;
        this.ids = ids;
        this.columns = List.copyOf(columns);
    }

    /** @param unreadable secrets that did not open before either; the keys that sealed them stay */
    record Outcome(long resealed, long retired, long unreadable) {}

    Outcome renew(MasterKey master) {
        boolean anyKey = owner.inDeployment(tx -> !store.list(tx, Purpose.SEAL).isEmpty());
        return anyKey ? owner.changeDeployment(tx -> renew(tx, master)) : new Outcome(0, 0, 0);
    }

    private Outcome renew(DeploymentChangeTx tx, MasterKey master) {
        DataKeyWrapping wrapping = new DataKeyWrapping(master);
        KeyRing keys = keyRing(master);
        Map<UUID, WrappedDataKey> known = byId(store.list(tx, Purpose.SEAL));
        WrappedDataKey fresh = wrapping.fresh(ids.next(), SecretPlace.DEPLOYMENT);
        store.insert(tx, Purpose.SEAL, fresh);
        Aead sealing = wrapping.require(fresh, SecretPlace.DEPLOYMENT);
        long resealed = 0;
        long unreadable = 0;
        for (SealedDeploymentColumns column : columns) {
            for (SealedAt old : column.list(tx)) {
                switch (open(keys, known, old)) {
                    case Unsealed.Opened(Sensitive secret) -> {
                        column.replace(tx, old, DataKeyWrapping.seal(sealing, fresh.id(), old.place(), secret));
                        resealed++;
                    }
                    case Unsealed.Closed _ -> unreadable++;
                }
            }
        }
        tx.changed();
        long retired = unreadable == 0 ? store.deleteOthers(tx, Purpose.SEAL, fresh) : 0;
        return new Outcome(resealed, retired, unreadable);
    }

    /** How many secrets do not open. */
    long countClosed(MasterKey master) {
        KeyRing keys = keyRing(master);
        return owner.inDeployment(tx -> {
            Map<UUID, WrappedDataKey> known = byId(store.list(tx, Purpose.SEAL));
            return columns.stream()
                    .flatMap(column -> column.list(tx).stream())
                    .filter(at -> open(keys, known, at) instanceof Unsealed.Closed)
                    .count();
        });
    }

    private static Unsealed open(KeyRing keys, Map<UUID, WrappedDataKey> known, SealedAt at) {
        WrappedDataKey key = known.get(at.secret().dataKeyId());
        return key == null ? new Unsealed.Closed() : keys.open(key, at.place(), at.secret());
    }

    private static Map<UUID, WrappedDataKey> byId(List<WrappedDataKey> keys) {
        Map<UUID, WrappedDataKey> byId = new HashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        return byId;
    }

    private KeyRing keyRing(MasterKey master) {
        return KeyRing.withoutFingerprints(master, ids);
    }
}
