package io.quartermaster.platform.http;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code If-Match} and {@code If-None-Match} of a write demand of the current version (RFC 9110, section 13). */
public sealed interface Precondition {

    /** Nothing is demanded: the last writer wins. */
    record None() implements Precondition {}

    /** {@code If-None-Match: *}: it must not exist yet. */
    record IfNoneMatchAny() implements Precondition {}

    /** {@code If-Match: "7"}: the current version must be one of these. Tags that are not ours, weak ones too, match nothing. */
    record IfMatch(java.util.Set<Long> versions) implements Precondition {
        public IfMatch {
            versions = java.util.Set.copyOf(versions);
        }
    }

    /** {@code If-Match: *}: it must exist. */
    record IfMatchAny() implements Precondition {}

    /** Whether the demand is met by what exists now, where empty is nothing. */
    default boolean allows(OptionalLong currentVersion) {
        return switch (this) {
            case None _ -> true;
            case IfNoneMatchAny _ -> currentVersion.isEmpty();
            case IfMatch(var versions) -> currentVersion.isPresent() && versions.contains(currentVersion.getAsLong());
            case IfMatchAny _ -> currentVersion.isPresent();
        };
    }

    default boolean allows(long currentVersion) {
        return allows(OptionalLong.of(currentVersion));
    }

    /**
     * Reads the two headers, each possibly sent several times.
     *
     * @throws Problem 400 for what has no meaning on a write: both headers, or {@code If-None-Match} with anything but {@code *}
     */
    static Precondition of(List<String> ifMatch, List<String> ifNoneMatch) {
        if (!ifMatch.isEmpty() && !ifNoneMatch.isEmpty()) {
            throw new Problem(
                    ProblemType.INVALID_REQUEST,
                    "If-Match and If-None-Match exclude each other; send one of them.",
                    new FieldError("header.If-None-Match", "not_allowed", "cannot be sent beside If-Match"));
        }
        if (!ifNoneMatch.isEmpty()) {
            if (ifNoneMatch.size() > 1 || !ifNoneMatch.getFirst().strip().equals("*")) {
                throw new Problem(
                        ProblemType.INVALID_REQUEST,
                        "If-None-Match on a write is only understood as *, which demands that nothing exists yet.",
                        new FieldError("header.If-None-Match", "not_allowed", "must be *"));
            }
            return new IfNoneMatchAny();
        }
        if (ifMatch.isEmpty()) {
            return new None();
        }
        String tags = String.join(",", ifMatch).strip();
        return tags.equals("*") ? new IfMatchAny() : new IfMatch(versions(tags));
    }

    private static java.util.Set<Long> versions(String tags) {
        java.util.Set<Long> versions = new HashSet<>();
        for (String tag : tags.split(",", -1)) {
            Matcher ours = EntityTag.OURS.matcher(tag.strip());
            if (ours.matches()) {
                versions.add(Long.parseLong(ours.group(1)));
            }
        }
        return versions;
    }

    /** How {@link Reply#withEtag} spells a version. */
    final class EntityTag {
        private static final Pattern OURS = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

        private EntityTag() {}
    }
}
