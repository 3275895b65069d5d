package io.quartermaster.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.quartermaster.platform.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that wraps every tenant's data keys: 32 random bytes, kept outside the database. */
public final class MasterKey {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    private final Aead aead;
    private final String id;
    private final SecretKeySpec fingerprintKey;

    @AccessesPartialKey // the bytes come from outside; Tink must make a key of them
    private MasterKey(byte[] bytes) throws GeneralSecurityException {
        AeadConfig.register();
        AesGcmKey key = AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(BYTES)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                        .build())
                .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                .build();
        this.aead = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        SecretKeySpec root = new SecretKeySpec(bytes, "HmacSHA256");
        this.id = HexFormat.of().formatHex(Arrays.copyOf(derive(root, "quartermaster master key id"), ID_BYTES));
        this.fingerprintKey = new SecretKeySpec(derive(root, "quartermaster fingerprints"), "HmacSHA256");
    }

    /**
     * The master key of base64 text.
     *
     * @throws UnusableMasterKey in one sentence without the text, when it is not 32 bytes or obviously not random
     */
    public static MasterKey of(Sensitive base64) {
        byte[] bytes = decode(base64);
        if (bytes.length != BYTES) {
            throw new UnusableMasterKey("The master key has " + bytes.length
                    + " bytes where 32 are needed; make one with 'openssl rand -base64 32'.");
        }
        if (isHardlyRandom(bytes)) {
            throw new UnusableMasterKey("The master key is not random; make one with 'openssl rand -base64 32'.");
        }
        try {
            return new MasterKey(bytes);
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("This Java cannot do AES-GCM or HMAC-SHA256", unavailable);
        }
    }

    /** Tells master keys apart; says nothing of the key. Written beside each data key. */
    public String id() {
        return id;
    }

    Aead aead() {
        return aead;
    }

    SecretKeySpec fingerprintKey() {
        return fingerprintKey;
    }

    private static byte[] decode(Sensitive base64) {
        try {
            return Base64.getDecoder().decode(base64.reveal().strip());
        } catch (IllegalArgumentException notBase64) {
            throw new UnusableMasterKey("The master key is not base64; make one with 'openssl rand -base64 32'.");
        }
    }

    private static boolean isHardlyRandom(byte[] bytes) {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (byte each : bytes) {
            if (!seen[each & 0xff]) {
                seen[each & 0xff] = true;
                distinct++;
            }
        }
        return distinct < BYTES / 2; // 32 random bytes show fewer than 16 values less than once in 10^12
    }

    private static byte[] derive(SecretKeySpec root, String purpose) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(root);
        return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    }
}
