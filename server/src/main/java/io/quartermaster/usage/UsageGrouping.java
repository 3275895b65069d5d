package io.quartermaster.usage;

import java.util.Arrays;
import java.util.Optional;

/** By what usage is summed up; a day is one of UTC. */
enum UsageGrouping {
    MODEL("model"),
    KEY("key"),
    MEMBER("member"),
    PROVIDER("provider"),
    DAY("day");

    private final String word;

    UsageGrouping(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<UsageGrouping> parse(String word) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.word.equals(word))
                .findFirst();
    }
}
