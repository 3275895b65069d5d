package io.quartermaster.tenant.identity;

import com.google.crypto.tink.util.Bytes;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** An Argon2id hash as a PHC string, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: it says how it is checked. */
record PasswordHash(Cost cost, Bytes salt, Bytes hash) {

    /** What one hashing costs: memory in KiB, passes, lanes. */
    record Cost(int memory, int passes, int lanes) {

        /** What OWASP's Password Storage Cheat Sheet asks of Argon2id at least. */
        static final Cost STANDARD = new Cost(19_456, 2, 1);

        private static final int MOST_MEMORY = 65_536;

        Cost {
            if (memory < 8 * lanes || memory > MOST_MEMORY || passes < 1 || passes > 16 || lanes < 1 || lanes > 16) {
                throw new IllegalArgumentException(
                        "Hashing does not cost that: " + memory + "," + passes + "," + lanes);
            }
        }
    }

    private static final int HASH_BYTES = 32;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,2}),p=([0-9]{1,2})"
                    + "\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43})");

    /** The hash of a password; takes {@code cost} of memory and time. */
    static PasswordHash of(byte[] password, Bytes salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt.toByteArray())
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password, hash);
        return new PasswordHash(cost, salt, Bytes.copyFrom(hash));
    }

    static Optional<PasswordHash> parse(String phc) {
        Matcher match = PHC.matcher(phc);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PasswordHash(
                    new Cost(number(match, 1), number(match, 2), number(match, 3)),
                    Bytes.copyFrom(Base64.getDecoder().decode(match.group(4))),
                    Bytes.copyFrom(Base64.getDecoder().decode(match.group(5)))));
        } catch (IllegalArgumentException beyondReason) {
            return Optional.empty();
        }
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }

    String phc() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt.toByteArray()) + "$" + base64.encodeToString(hash.toByteArray());
    }

    @Override
    public String toString() {
        return "PasswordHash[" + cost + "]";
    }
}
