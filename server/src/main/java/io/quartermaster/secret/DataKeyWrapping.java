package io.quartermaster.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;

/** Wraps data keys anew, whatever they are for. */
final class DataKeyWrapping {

    private final MasterKey master;

    DataKeyWrapping(MasterKey master) {
        this.master = master;
    }

    static byte[] contextOf(TenantId tenant) {
        return KeyRing.context(tenant);
    }

    static byte[] contextOf(String purpose) {
        return purpose.equals("audit") ? AuditKey.CONTEXT : KeyRing.context(SecretPlace.DEPLOYMENT);
    }

    WrappedDataKey fresh(UUID id, TenantId tenant) {
        try {
            return wrap(id, KeysetHandle.generateNew(KeyTemplates.get("AES256_GCM")), contextOf(tenant));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Making a data key", broken);
        }
    }

    boolean opens(WrappedDataKey key, byte[] context) {
        return open(key, context).isPresent();
    }

    /** The same key, wrapped by the newest master key; empty when none of the master keys opens it. */
    Optional<WrappedDataKey> again(WrappedDataKey key, byte[] context) {
        return open(key, context).map(keys -> wrap(key.id(), keys, context));
    }

    Aead require(WrappedDataKey key, TenantId tenant) {
        try {
            return open(key, contextOf(tenant))
                    .orElseThrow(() -> new IllegalStateException("A data key that was just made does not open"))
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Using a data key", broken);
        }
    }

    static SealedSecret seal(Aead sealing, UUID key, SecretPlace place, Sensitive secret) {
        try {
            return SealedSecret.of(
                    sealing.encrypt(secret.reveal().getBytes(StandardCharsets.UTF_8), place.associatedData()), key);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Sealing a secret", broken);
        }
    }

    private Optional<KeysetHandle> open(WrappedDataKey key, byte[] context) {
        try {
            MacConfig.register();
            return Optional.of(
                    TinkProtoKeysetFormat.parseEncryptedKeyset(key.wrapped().toByteArray(), master.aead(), context));
        } catch (GeneralSecurityException doesNotOpen) {
            return Optional.empty();
        }
    }

    private WrappedDataKey wrap(UUID id, KeysetHandle keys, byte[] context) {
        try {
            return new WrappedDataKey(
                    id,
                    master.id(),
                    Bytes.copyFrom(TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, master.aead(), context)));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("Wrapping a data key", broken);
        }
    }
}
