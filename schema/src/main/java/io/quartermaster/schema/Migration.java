package io.quartermaster.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A migration of this release, with the checksum Flyway computes of it. They are listed in a file that bin/generate-schema
 * writes, because finding them on the classpath and adding them up would load Flyway at every start.
 */
record Migration(SchemaVersion version, String file, int checksum) {
    static final String LIST = "/db/migrations.txt";

    Migration {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(file, "file");
    }

    static List<Migration> ofThisRelease() {
        return Listed.MIGRATIONS;
    }

    static Migration parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 2) {
            throw new IllegalStateException(LIST + " has a line that is not a file and a checksum: " + line);
        }
        return of(words[0], Integer.parseInt(words[1]));
    }

    static Migration of(String file, int checksum) {
        return new Migration(new SchemaVersion(file.substring(1, file.indexOf("__"))), file, checksum);
    }

    String line() {
        return file + " " + checksum;
    }

    private static final class Listed {
        private static final List<Migration> MIGRATIONS = read();

        private static List<Migration> read() {
            try (InputStream list = Objects.requireNonNull(Migration.class.getResourceAsStream(LIST), LIST)) {
                return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(Migration::parse)
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
