package io.quartermaster.secret;

import java.util.Arrays;
import java.util.UUID;

/** A secret as the database keeps it: ciphertext, and which data key of the tenant opens it. */
public record SealedSecret(byte[] ciphertext, UUID dataKeyId) {

    public SealedSecret {
        ciphertext = ciphertext.clone();
    }

    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedSecret that
                && Arrays.equals(ciphertext, that.ciphertext)
                && dataKeyId.equals(that.dataKeyId);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ciphertext) * 31 + dataKeyId.hashCode();
    }

    @Override
    public String toString() {
        return "SealedSecret[" + ciphertext.length + " bytes, data key " + dataKeyId + "]";
    }
}
