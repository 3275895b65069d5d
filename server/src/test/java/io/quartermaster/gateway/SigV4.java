package io.quartermaster.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS's signature, version 4, as its documentation tells it: what a service computes to compare it with what came. */
final class SigV4 {

    private SigV4() {}

    /**
     * The signature of a request.
     *
     * @param path as it was sent: a service encodes it once more
     * @param signed headers that are signed, by their names in lower case
     */
    static String signature(
            String secret,
            String scope,
            String time,
            String method,
            String path,
            Map<String, String> signed,
            byte[] body) {
        String headers = new TreeMap<>(signed)
                .entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                        .collect(Collectors.joining());
        String canonical = String.join(
                "\n",
                method,
                path.replace("%", "%25"),
                "",
                headers,
                String.join(";", new TreeMap<>(signed).keySet()),
                hex(sha256(body)));
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, hex(sha256(canonical.getBytes(UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : Arrays.asList(scope.split("/"))) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
