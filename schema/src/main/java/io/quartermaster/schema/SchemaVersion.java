package io.quartermaster.schema;

import java.util.regex.Pattern;

/** The version of a migration, four digits as in its file's name; a schema has the version of its last migration. */
public record SchemaVersion(String text) implements Comparable<SchemaVersion> {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{4}");

    public SchemaVersion {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("A schema version is four digits, not \"" + text + "\"");
        }
    }

    /** The version that this release works with. */
    public static SchemaVersion expected() {
        return Release.current().version();
    }

    @Override
    public int compareTo(SchemaVersion other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
