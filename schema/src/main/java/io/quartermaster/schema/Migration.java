package io.quartermaster.schema;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration of this release, with the checksum Flyway computes of it. They are listed in a file that bin/generate-schema
 * writes, because finding them on the classpath and adding them up would load Flyway at every start.
 *
 * @param runsBeside the oldest version whose release may go on while this one is applied; its own if none before it may
 */
record Migration(SchemaVersion version, String file, int checksum, SchemaVersion runsBeside) {
    private static final Pattern HEADER = Pattern.compile("(?m)^-- Runs beside: ([0-9]{4})$");

    Migration {
        Objects.requireNonNull(file, "file");
        if (runsBeside.compareTo(version) > 0) {
            throw new IllegalArgumentException(
                    file + " says that it runs beside " + runsBeside + ", which comes later");
        }
    }

    static Migration parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 2 || words.length > 3) {
            throw new IllegalStateException(
                    "A migration is a file, a checksum and what it runs beside, if it says so: " + line);
        }
        SchemaVersion version = version(words[0]);
        return new Migration(
                version,
                words[0],
                Integer.parseInt(words[1]),
                words.length == 3 ? new SchemaVersion(words[2]) : version);
    }

    /** With what the head of the file says; those of before the first release say nothing. */
    static Migration of(String file, int checksum, String sql) {
        SchemaVersion version = version(file);
        Matcher header = HEADER.matcher(sql);
        return new Migration(version, file, checksum, header.find() ? new SchemaVersion(header.group(1)) : version);
    }

    private static SchemaVersion version(String file) {
        return new SchemaVersion(file.substring(1, file.indexOf("__")));
    }

    String line() {
        return file + " " + checksum + (runsBeside.equals(version) ? "" : " " + runsBeside);
    }
}
