package io.quartermaster.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the database's schema is what a node's release was built with, as that node saw it last.
 *
 * @param findings the first of them
 * @param checkedAt when it looked last and could tell; empty if it never could
 */
public record Drift(State state, List<Difference> findings, int findingsTotal, Optional<Instant> checkedAt) {

    private static final int MOST = 20;

    /** What the node found. */
    public enum State {
        NONE("none"),
        DIFFERENCES("differences"),
        /** It has not looked yet, or a later release has migrated, whose schema is not its to judge. */
        UNKNOWN("unknown");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @JsonValue
        String word() {
            return word;
        }
    }

    /** One finding. */
    public record Difference(String severity, String kind, String object) {}

    public Drift {
        findings = List.copyOf(findings);
    }

    /** What the node found, or did not. */
    public static Drift of(List<Difference> found, Instant checkedAt) {
        return new Drift(
                found.isEmpty() ? State.NONE : State.DIFFERENCES,
                found.subList(0, Math.min(MOST, found.size())),
                found.size(),
                Optional.of(checkedAt));
    }

    /** The node cannot tell. */
    public static Drift unknown() {
        return new Drift(State.UNKNOWN, List.of(), 0, Optional.empty());
    }
}
