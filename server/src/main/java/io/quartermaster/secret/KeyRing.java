package io.quartermaster.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Seals and opens tenants' secrets: the master key wraps a tenant's data keys, a data key encrypts the secret. */
public final class KeyRing {

    /** Only whoever runs the server can mend it; until then a secret sealed now might never open again. */
    static final ProblemType WRONG_MASTER_KEY =
            new ProblemType("wrong_master_key", 503, "The server runs with another master key");

    private static final int FINGERPRINT_BYTES = 8;

    private final MasterKey master;
    private final Ids ids;
    private final UnaryOperator<byte[]> mac;
    private final DataKeyStore store = new DataKeyStore();
    private final DeploymentKeyStore deploymentStore = new DeploymentKeyStore();

    /** @param mac of the deployment's own key, see {@link AuditKey#mac} */
    public KeyRing(MasterKey master, Ids ids, UnaryOperator<byte[]> mac) {
        this.master = master;
        this.ids = ids;
        this.mac = mac;
    }

    /** One that opens and seals only, for a rotation. */
    static KeyRing withoutFingerprints(MasterKey master, Ids ids) {
        return new KeyRing(master, ids, message -> {
            throw new IllegalStateException("A rotation shows no fingerprint");
        });
    }

    /** Gives a new tenant its first data key. */
    public void createDataKey(TenantTx tx) {
        store.insert(tx, freshDataKey(tx.tenant()));
    }

    /** Seals {@code secret} so that it opens only at {@code place}. */
    public SealedSecret seal(TenantTx tx, SecretPlace place, Sensitive secret) {
        WrappedDataKey newest = store.list(tx).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Tenant " + tx.tenant() + " has no data key"));
        return seal(newest, place, secret);
    }

    /** Seals a secret of the deployment, whose first data key is made here: its writers take turns, so there is one. */
    public SealedSecret seal(DeploymentChangeTx tx, SecretPlace place, Sensitive secret) {
        WrappedDataKey newest = deploymentStore.list(tx, DeploymentKeyStore.Purpose.SEAL).stream()
                .findFirst()
                .orElseGet(() -> {
                    WrappedDataKey fresh = freshDataKey(SecretPlace.DEPLOYMENT);
                    deploymentStore.insert(tx, DeploymentKeyStore.Purpose.SEAL, fresh);
                    return fresh;
                });
        return seal(newest, place, secret);
    }

    /** Opens one secret with the data key that was read along with it. */
    public Unsealed open(WrappedDataKey dataKey, SecretPlace place, SealedSecret sealed) {
        return unwrap(place.tenant(), dataKey)
                .filter(_ -> sealed.dataKeyId().equals(dataKey.id()))
                .map(opened -> open(opened, place, sealed))
                .orElseGet(Unsealed.Closed::new);
    }

    private SealedSecret seal(WrappedDataKey dataKey, SecretPlace place, Sensitive secret) {
        Aead opened = unwrap(place.tenant(), dataKey)
                .orElseThrow(() -> new Problem(
                        WRONG_MASTER_KEY,
                        "No secret can be saved: the server runs with the master key " + master.id()
                                + ", and the data key was wrapped by " + dataKey.masterKeyId()
                                + ". Start it with that one."));
        try {
            byte[] ciphertext =
                    opened.encrypt(secret.reveal().getBytes(StandardCharsets.UTF_8), place.associatedData());
            return SealedSecret.of(ciphertext, dataKey.id());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Sealing a secret", broken);
        }
    }

    private static Unsealed open(Aead dataKey, SecretPlace place, SealedSecret sealed) {
        try {
            byte[] plain = dataKey.decrypt(sealed.ciphertext().toByteArray(), place.associatedData());
            return new Unsealed.Opened(new Sensitive(new String(plain, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException doesNotOpen) {
            return new Unsealed.Closed();
        }
    }

    private WrappedDataKey freshDataKey(TenantId tenant) {
        try {
            KeysetHandle keys = KeysetHandle.generateNew(KeyTemplates.get("AES256_GCM"));
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, master.aead(), context(tenant));
            return new WrappedDataKey(ids.next(), master.id(), Bytes.copyFrom(wrapped));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Wrapping a new data key", broken);
        }
    }

    /** What opens the secrets of the transaction's tenant; its data keys are read once, here. */
    public Opener opener(TenantScope tx) {
        return new Opener(tx.tenant(), store.list(tx));
    }

    /** As below, for secrets of the deployment. */
    public String fingerprint(Sensitive secret) {
        return fingerprint(SecretPlace.DEPLOYMENT, secret);
    }

    /**
     * 16 hex digits that tell keys of one tenant apart and cannot be tried out without the master key. They come from the
     * deployment's own MAC key, so that they stay what they are when the master key is replaced.
     */
    public String fingerprint(TenantId tenant, Sensitive secret) {
        byte[] code = mac.apply(("fingerprint|" + tenant + "|" + secret.reveal()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(code, code.length - FINGERPRINT_BYTES, code.length);
    }

    private Optional<Aead> unwrap(TenantId tenant, WrappedDataKey key) {
        try {
            KeysetHandle keys = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    key.wrapped().toByteArray(), master.aead(), context(tenant));
            return Optional.of(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException doesNotOpen) {
            return Optional.empty(); // the caller says so; nothing is ever sent in its place
        }
    }

    static byte[] context(TenantId tenant) {
        String owner =
                tenant.equals(SecretPlace.DEPLOYMENT) ? "deployment_data_keys|seal" : "tenant_data_keys|" + tenant;
        return ("qm1|" + owner).getBytes(StandardCharsets.UTF_8);
    }

    /** Opens secrets of one tenant with the data keys it had when the transaction read them. */
    public final class Opener {

        private final TenantId tenant;
        private final Map<UUID, WrappedDataKey> wrapped = new HashMap<>();
        private final Map<UUID, Optional<Aead>> unwrapped = new HashMap<>();

        private Opener(TenantId tenant, List<WrappedDataKey> keys) {
            this.tenant = tenant;
            keys.forEach(key -> wrapped.put(key.id(), key));
        }

        public Unsealed open(SecretPlace place, SealedSecret sealed) {
            Optional<Aead> dataKey = unwrapped.computeIfAbsent(
                    sealed.dataKeyId(),
                    id -> Optional.ofNullable(wrapped.get(id)).flatMap(key -> unwrap(tenant, key)));
            return dataKey.map(opened -> KeyRing.open(opened, place, sealed)).orElseGet(Unsealed.Closed::new);
        }
    }
}
