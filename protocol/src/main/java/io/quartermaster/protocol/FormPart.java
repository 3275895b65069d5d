package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of one part of a form.
 *
 * @param isFile whether it has a file's name
 * @param isSound whether some reader may hear it: a file, what is called so, and what is said to be other than text
 * @param isEncoded whether its octets must be decoded by a {@code Content-Transfer-Encoding}
 * @param dataFrom where its data begins
 */
record FormPart(String name, boolean isFile, boolean isSound, boolean isEncoded, int dataFrom) {

    private static final Optional<String> FILE_NAME = Optional.of("filename*");
    private static final int LONGEST_HEAD = 8 << 10;
    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");

    /** Reads the head that begins at this place. */
    static FormPart read(byte[] body, int from) throws MalformedBody {
        @Nullable HeaderParameters disposition = null;
        boolean typed = false;
        boolean encoded = false;
        boolean text = true;
        int at = from;
        for (int end; (end = endOfLine(body, at, from)) > at; at = end + 2) {
            String line = new String(body, at, end - at, UTF_8);
            int colon = line.indexOf(':');
            if (colon <= 0 || line.substring(0, colon).chars().anyMatch(letter -> letter <= ' ')) {
                throw MalformedBody.of("A part of the form has a header line that is none (byte " + at + ").");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> {
                    if (disposition != null) {
                        throw twice("Content-Disposition", at);
                    }
                    disposition = HeaderParameters.of(value, FILE_NAME);
                }
                case "content-type" -> {
                    if (typed) {
                        throw twice("Content-Type", at);
                    }
                    typed = true;
                    text = value.regionMatches(true, 0, "text/", 0, "text/".length());
                    if (value.regionMatches(true, 0, "multipart/", 0, "multipart/".length())) {
                        throw MalformedBody.of(
                                "A part of the form is a form itself; send each file as a part of its own.");
                    }
                }
                case "content-transfer-encoding" -> encoded |= !PLAIN.contains(value.toLowerCase(Locale.ROOT));
                default -> {} // its own affair
            }
        }
        String name = name(disposition, from);
        boolean isFile = disposition != null && (disposition.has("filename") || disposition.has("filename*"));
        return new FormPart(name, isFile, isFile || !text || name.equals("file"), encoded, at + 2);
    }

    private static String name(@Nullable HeaderParameters disposition, int at) throws MalformedBody {
        if (disposition != null && disposition.value().equals("form-data")) {
            String name = disposition.require("name").orElse("");
            // some readers take a backslash or the blanks away, some do not
            if (!name.isEmpty() && name.indexOf('\\') < 0 && !isBlank(name, 0) && !isBlank(name, name.length() - 1)) {
                return name;
            }
        }
        throw MalformedBody.of(
                "A part of the form (byte " + at
                        + ") needs one header Content-Disposition: form-data; name=\"…\", its name without backslashes and outer blanks.");
    }

    private static boolean isBlank(String name, int at) {
        char character = name.charAt(at);
        return character <= ' ' || Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** Where the line ends that begins at this place: equal to it for the empty line that ends the head. */
    private static int endOfLine(byte[] body, int at, int head) throws MalformedBody {
        for (int end = at; end < body.length; end++) {
            if (end - head > LONGEST_HEAD) {
                throw MalformedBody.of("A part of the form has more than " + LONGEST_HEAD + " octets of headers.");
            }
            byte octet = body[end];
            if (octet == '\r' && end + 1 < body.length && body[end + 1] == '\n') {
                return end;
            }
            if (octet >= 0 && octet < ' ' && octet != '\t') {
                throw MalformedBody.of("A part of the form has a control character in its headers (byte " + end + ").");
            }
        }
        throw MalformedBody.of("The form ends within the headers of a part.");
    }

    private static MalformedBody twice(String header, int at) {
        return MalformedBody.of("A part of the form has the header " + header + " twice (byte " + at + ").");
    }
}
