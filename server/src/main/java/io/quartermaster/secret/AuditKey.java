package io.quartermaster.secret;

import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployment's key for audit chains and fingerprints: HMAC-SHA256, wrapped by the master key, so that the database alone
 * cannot forge. It stays the same for ever, or no older event could be checked.
 */
public final class AuditKey {

    static final byte[] CONTEXT = "qm1|deployment_data_keys|audit".getBytes(StandardCharsets.UTF_8);

    private final Database database;
    private final MasterKey master;
    private final Ids ids;
    private final DeploymentKeyStore store = new DeploymentKeyStore();
    private volatile @Nullable WrappedDataKey wrapped;
    private volatile @Nullable Mac opened;

    public AuditKey(Database database, MasterKey master, Ids ids) {
        this.database = database;
        this.master = master;
        this.ids = ids;
    }

    /** Reads the key, or makes it at a deployment's first start; nodes that start at once agree on one. */
    public void prepare() {
        List<WrappedDataKey> known = database.inDeployment(tx -> store.list(tx, DeploymentKeyStore.Purpose.AUDIT));
        wrapped = known.isEmpty() ? create() : known.getLast();
    }

    /**
     * Reads the key for a command that makes none.
     *
     * @return false when the deployment has no key yet
     * @throws UnusableMasterKey when the key does not open with this master key
     */
    public boolean read() {
        List<WrappedDataKey> known = database.inDeployment(tx -> store.list(tx, DeploymentKeyStore.Purpose.AUDIT));
        if (known.isEmpty()) {
            return false;
        }
        wrapped = known.getLast();
        try {
            open();
            return true;
        } catch (Problem doesNotOpen) {
            throw new UnusableMasterKey(
                    "The master key is " + master.id() + ", and the audit trail's key was wrapped by "
                            + known.getLast().masterKeyId() + ": set QM_MASTER_KEY or QM_MASTER_KEY_FILE to that one.");
        }
    }

    /**
     * The HMAC of a message.
     *
     * @throws Problem 503 when the server runs with another master key than the one that wrapped the key
     */
    public byte[] mac(byte[] message) {
        try {
            return open().computeMac(message);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Computing an HMAC", broken);
        }
    }

    private WrappedDataKey create() {
        return database.changeDeployment(tx -> {
            List<WrappedDataKey> byAnother = store.list(tx, DeploymentKeyStore.Purpose.AUDIT);
            if (!byAnother.isEmpty()) {
                return byAnother.getLast();
            }
            WrappedDataKey fresh = new WrappedDataKey(ids.next(), master.id(), wrapFresh());
            store.insert(tx, DeploymentKeyStore.Purpose.AUDIT, fresh);
            tx.changed();
            return fresh;
        });
    }

    private Bytes wrapFresh() {
        try {
            MacConfig.register();
            KeysetHandle keys = KeysetHandle.generateNew(KeyTemplates.get("HMAC_SHA256_256BITTAG"));
            return Bytes.copyFrom(TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, master.aead(), CONTEXT));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Wrapping a new audit key", broken);
        }
    }

    private Mac open() {
        Mac known = opened;
        if (known != null) {
            return known;
        }
        WrappedDataKey key = wrapped;
        if (key == null) {
            throw new IllegalStateException("The audit key is used before it was prepared");
        }
        try {
            MacConfig.register();
            KeysetHandle keys =
                    TinkProtoKeysetFormat.parseEncryptedKeyset(key.wrapped().toByteArray(), master.aead(), CONTEXT);
            Mac mac = keys.getPrimitive(RegistryConfiguration.get(), Mac.class);
            opened = mac;
            return mac;
        } catch (GeneralSecurityException doesNotOpen) {
            throw new Problem(
                    KeyRing.WRONG_MASTER_KEY,
                    "Nothing can be changed: the server runs with the master key " + master.id()
                            + ", and the audit trail's key was wrapped by " + key.masterKeyId()
                            + ". Start it with that one.");
        }
    }
}
