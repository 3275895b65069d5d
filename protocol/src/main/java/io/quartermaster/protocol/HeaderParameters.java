package io.quartermaster.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A header's value and its parameters: {@code form-data; name="model"}. Read so that nobody could read it otherwise: refused are quotes
 * within quotes, which some take for the end, and parameters in the pieces and encodings of RFC 2231, of which some make others.
 */
final class HeaderParameters {

    private record Parameter(String name, String value) {}

    private final String value;
    private final List<Parameter> parameters = new ArrayList<>(3);

    private HeaderParameters(String value) {
        this.value = value;
    }

    /** @param encoded the one parameter that may be encoded as RFC 5987 says, with its asterisk */
    static HeaderParameters of(String header, Optional<String> encoded) throws MalformedBody {
        int at = endOf(header, 0, ';');
        HeaderParameters read =
                new HeaderParameters(header.substring(0, at).strip().toLowerCase(Locale.ROOT));
        while (at < header.length()) {
            int from = at + 1;
            int equals = endOf(header, from, '=');
            int semicolon = endOf(header, from, ';');
            if (header.substring(from, semicolon).isBlank()) { // after the last one, or by mistake
                at = semicolon;
                continue;
            }
            if (equals >= semicolon) {
                throw unreadable(header);
            }
            String name = header.substring(from, equals).strip().toLowerCase(Locale.ROOT);
            int begin = equals + 1;
            while (begin < header.length() && (header.charAt(begin) == ' ' || header.charAt(begin) == '\t')) {
                begin++;
            }
            boolean quoted = begin < header.length() && header.charAt(begin) == '"';
            at = quoted ? closingQuote(header, begin) + 1 : endOf(header, begin, ';');
            String text = quoted
                    ? header.substring(begin + 1, at - 1)
                    : header.substring(begin, at).strip();
            at = quoted ? endOf(header, at, ';') : at;
            boolean clean = quoted ? onlySpaceAfterQuote(header, begin, text, at) : text.indexOf('"') < 0;
            boolean plain =
                    name.indexOf('*') < 0 || encoded.filter(name::equals).isPresent();
            if (name.isEmpty() || !clean || !plain) {
                throw unreadable(header);
            }
            read.parameters.add(new Parameter(name, text));
        }
        return read;
    }

    /** In lower case. */
    String value() {
        return value;
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    /** A parameter that is there once; empty when it is missing or given twice. */
    Optional<String> require(String name) {
        List<String> values = parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static boolean onlySpaceAfterQuote(String header, int quote, String text, int to) {
        return header.substring(quote + text.length() + 2, to).isBlank();
    }

    private static int endOf(String header, int from, char character) {
        int at = header.indexOf(character, from);
        return at < 0 ? header.length() : at;
    }

    private static int closingQuote(String header, int open) throws MalformedBody {
        int close = header.indexOf('"', open + 1);
        if (close > 0 && header.charAt(close - 1) != '\\') {
            return close;
        }
        throw unreadable(header);
    }

    private static MalformedBody unreadable(String header) {
        return MalformedBody.of("A header of the form cannot be read: "
                + (header.length() <= 100 ? header : header.substring(0, 100) + "…"));
    }
}
