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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that wraps every tenant's data keys: 32 random bytes, kept outside the database. While it is being replaced there
 * are several, newest first: the first wraps, and each unwraps what it wrapped.
 */
public final class MasterKey {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

    private final List<byte[]> keys;
    private final List<String> ids;
    private final Aead aead;

    @AccessesPartialKey // the bytes come from outside; Tink must make a key of them
    private MasterKey(List<byte[]> keys) throws GeneralSecurityException {
        AeadConfig.register();
        this.keys = List.copyOf(keys);
        KeysetHandle.Builder set = KeysetHandle.newBuilder();
        List<String> names = new ArrayList<>();
        for (byte[] bytes : keys) {
            AesGcmKey key = AesGcmKey.builder()
                    .setParameters(AesGcmParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                            .build())
                    .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                    .build();
            KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(key).withRandomId();
            set.addEntry(names.isEmpty() ? entry.makePrimary() : entry);
            SecretKeySpec root = new SecretKeySpec(bytes, "HmacSHA256");
            names.add(HexFormat.of().formatHex(Arrays.copyOf(derive(root, "quartermaster master key id"), ID_BYTES)));
        }
        this.aead = set.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.ids = List.copyOf(names);
    }

    /**
     * The master key of base64 text; several, newest first, stand on lines of their own or between commas.
     *
     * @throws UnusableMasterKey in one sentence without the text, when one is not 32 bytes or obviously not random
     */
    public static MasterKey of(Sensitive base64) {
        List<byte[]> keys = SEPARATOR
                .splitAsStream(base64.reveal().strip())
                .map(text -> decode(new Sensitive(text)))
                .toList();
        keys.forEach(MasterKey::require);
        return make(keys);
    }

    private static void require(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new UnusableMasterKey("The master key has " + bytes.length
                    + " bytes where 32 are needed; make one with 'openssl rand -base64 32'.");
        }
        if (isHardlyRandom(bytes)) {
            throw new UnusableMasterKey("The master key is not random; make one with 'openssl rand -base64 32'.");
        }
    }

    private static MasterKey make(List<byte[]> keys) {
        try {
            return new MasterKey(keys);
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("This Java cannot do AES-GCM or HMAC-SHA256", unavailable);
        }
    }

    /** Without the older ones: what will be left of it when they are retired. */
    MasterKey newestOnly() {
        return make(List.of(keys.getFirst()));
    }

    /** Tells master keys apart; says nothing of the key. Written beside each data key. */
    public String id() {
        return ids.getFirst();
    }

    /** The first is {@link #id}. */
    public List<String> ids() {
        return ids;
    }

    Aead aead() {
        return aead;
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
