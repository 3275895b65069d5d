package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What an address of the form {@code data:<type>;base64,<data>} holds. */
record DataUrl(String type, String base64) {

    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    static Optional<DataUrl> of(String url) {
        int comma = url.indexOf(',');
        if (!url.startsWith(SCHEME) || comma < 0 || !url.substring(0, comma).endsWith(BASE64)) {
            return Optional.empty();
        }
        return Optional.of(
                new DataUrl(url.substring(SCHEME.length(), comma - BASE64.length()), url.substring(comma + 1)));
    }

    /** The text that it holds, given in this field. */
    String text(String field) throws MalformedBody {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw MalformedBody.at(field, "A file's `file_data` is not base64.");
        }
    }
}
