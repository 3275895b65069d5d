package io.quartermaster.tenant.identity;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;

/**
 * What a browser carries, sealed, from the start of an OpenID sign-in to its end, so that any node can finish what another began
 * and nobody can finish what somebody else began.
 *
 * @param verifier of PKCE (RFC 7636)
 * @param next the page that the person was going to
 */
record OpenIdAttempt(String state, String nonce, String verifier, long expiresAt, Optional<String> next) {

    static final Duration HOLDS = Duration.ofMinutes(10);

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    static OpenIdAttempt begin(SecureRandom random, Instant now, Optional<String> next) {
        return new OpenIdAttempt(
                RandomText.next(random),
                RandomText.next(random),
                RandomText.next(random),
                now.plus(HOLDS).getEpochSecond(),
                next);
    }

    /** The challenge of PKCE that the verifier answers. */
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(RandomText.sha256(verifier));
    }

    boolean answers(String returnedState) {
        return MessageDigest.isEqual(
                state.getBytes(StandardCharsets.UTF_8), returnedState.getBytes(StandardCharsets.UTF_8));
    }

    /** All nodes know the client's secret, so that all make the same key of it. */
    String seal(Sensitive clientSecret, SecureRandom random) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, clientSecret, iv).doFinal(Json.bytes(this));
            byte[] all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Sealing the state of a sign-in", impossible);
        }
    }

    /** The attempt that was sealed, unless it is none of ours or too old. */
    static Optional<OpenIdAttempt> open(String text, Sensitive clientSecret, Instant now) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length <= IV_BYTES) {
                return Optional.empty();
            }
            byte[] plain = cipher(Cipher.DECRYPT_MODE, clientSecret, Arrays.copyOf(all, IV_BYTES))
                    .doFinal(all, IV_BYTES, all.length - IV_BYTES);
            return Optional.of(Json.readStored(new String(plain, StandardCharsets.UTF_8), OpenIdAttempt.class))
                    .filter(attempt -> now.getEpochSecond() < attempt.expiresAt());
        } catch (IllegalArgumentException | GeneralSecurityException | JacksonException notOurs) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, Sensitive clientSecret, byte[] iv) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(clientSecret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] key = mac.doFinal("quartermaster openid attempt".getBytes(StandardCharsets.US_ASCII));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    @Override
    public String toString() {
        return "OpenIdAttempt[until " + expiresAt + "]";
    }
}
