package io.quartermaster.secret;

import com.google.crypto.tink.util.Bytes;
import java.util.UUID;

/** A secret as the database keeps it: ciphertext, and which data key of the tenant opens it. */
public record SealedSecret(Bytes ciphertext, UUID dataKeyId) {

    public static SealedSecret of(byte[] ciphertext, UUID dataKeyId) {
        return new SealedSecret(Bytes.copyFrom(ciphertext), dataKeyId);
    }

    @Override
    public String toString() {
        return "SealedSecret[" + ciphertext.size() + " bytes, data key " + dataKeyId + "]";
    }
}
