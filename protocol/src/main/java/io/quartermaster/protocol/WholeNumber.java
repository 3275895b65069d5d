package io.quartermaster.protocol;

import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A count as a client wrote it: {@code 8}, {@code 8.0}, {@code 1e3} or {@code "8"}, which providers take as well. Fractions are rounded up and
 * what is too large for a {@code long} becomes the largest, since money is reserved by it.
 */
final class WholeNumber {

    private static final int LONGEST = 64;

    private WholeNumber() {}

    /** The number that the parser stands at; empty when it is none. */
    static OptionalLong read(JsonParser parser, JsonToken value) {
        return switch (value) {
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? roundedUp(parser.getDoubleValue())
                        : OptionalLong.of(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> roundedUp(parser.getDoubleValue());
            case VALUE_STRING -> parse(parser.getString());
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return OptionalLong.empty();
        }
        try {
            return roundedUp(Double.parseDouble(text.replace("_", "")));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong roundedUp(double number) {
        return Double.isNaN(number) ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(number));
    }
}
