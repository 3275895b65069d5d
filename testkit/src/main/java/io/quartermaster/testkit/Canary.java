package io.quartermaster.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A secret that occurs nowhere by chance, to prove that a secret does not leak.
 *
 * <p>It is looked for as it is, without its last four characters (which the product may show), and in hexadecimal,
 * Base64 and URL encoding. The messages of failures name the canary and the place, and do not repeat it.
 */
public final class Canary {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SHOWN = 4;

    private final String label;
    private final String value;
    private final String core;

    private Canary(String label, String prefix, String random) {
        this.label = label;
        this.value = prefix + random;
        this.core = random.substring(0, random.length() - SHOWN);
    }

    /** A canary named by what it stands for, such as {@code provider key}. */
    public static Canary of(String label) {
        return withPrefix(label, "canary+");
    }

    /** A canary that begins like the secret it stands for, such as {@code sk-}. */
    public static Canary withPrefix(String label, String prefix) {
        byte[] random = new byte[18];
        RANDOM.nextBytes(random);
        return new Canary(label, prefix, HexFormat.of().formatHex(random));
    }

    /** The secret. */
    public String value() {
        return value;
    }

    /** Fails when the secret, or most of it, occurs in the text of the named place. */
    public void assertAbsent(String place, CharSequence text) {
        String haystack = text.toString();
        forms().forEach((form, secret) -> {
            if (haystack.contains(secret)) {
                throw new AssertionError("the " + label + " occurs " + form + " in " + place);
            }
        });
    }

    /** Fails when the secret occurs in the file, or in any file below the folder. */
    public void assertAbsent(Path fileOrFolder) {
        try (Stream<Path> files = Files.walk(fileOrFolder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertAbsent(file.toString(), Files.readString(file, ISO_8859_1)); // any byte is a character of it
            }
        } catch (IOException e) {
            throw new UncheckedIOException("looking for a canary below " + fileOrFolder, e);
        }
    }

    /** Fails when any of the canaries occurs in the text. */
    public static void assertAllAbsent(List<Canary> canaries, String place, CharSequence text) {
        canaries.forEach(canary -> canary.assertAbsent(place, text));
    }

    private Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("in full", value);
        forms.put("but for its end", core);
        forms.put("in URL encoding", URLEncoder.encode(value, UTF_8));
        String hex = HexFormat.of().formatHex(core.getBytes(UTF_8));
        forms.put("in hexadecimal", hex);
        forms.put("in upper case hexadecimal", hex.toUpperCase(Locale.ROOT));
        for (int offset = 0; offset < 3; offset++) {
            forms.put("in Base64 at offset " + offset, base64(offset));
        }
        return forms;
    }

    /** What of the core is the same in any Base64 text in which it begins at an offset of three. */
    private String base64(int offset) {
        byte[] shifted = ("\0".repeat(offset) + core).getBytes(UTF_8);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(offset == 0 ? 0 : offset + 1, text.length() - 2);
    }

    @Override
    public String toString() {
        return "canary for the " + label;
    }
}
