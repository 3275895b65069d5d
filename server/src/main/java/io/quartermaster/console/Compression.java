package io.quartermaster.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the build compresses files, the better one first. */
enum Compression {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz");

    private final String word;
    private final String suffix;

    Compression(String word, String suffix) {
        this.word = word;
        this.suffix = suffix;
    }

    /** As {@code content-encoding} names it. */
    String word() {
        return word;
    }

    String suffix() {
        return suffix;
    }

    static Optional<Compression> ofFile(String path) {
        return Arrays.stream(values())
                .filter(compression -> path.endsWith(compression.suffix))
                .findFirst();
    }

    /** How much a client wants this one, 0 to 1, by its {@code accept-encoding}. */
    double wanted(String acceptEncoding) {
        double ofAny = 0;
        for (String part : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] words = part.split(";", -1);
            String coding = words[0].strip();
            if (coding.equals(word)) {
                return quality(words);
            }
            if (coding.equals("*")) {
                ofAny = quality(words);
            }
        }
        return ofAny;
    }

    private static double quality(String[] words) {
        for (String word : words) {
            String parameter = word.strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException _) {
                    return 0; // what cannot be understood is not wanted
                }
            }
        }
        return 1;
    }
}
