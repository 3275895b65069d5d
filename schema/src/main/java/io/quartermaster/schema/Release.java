package io.quartermaster.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a release knows of the schema: its migrations, oldest first, and where their files lie.
 *
 * @param folder on the classpath, such as {@code /db/migration}
 */
record Release(String folder, List<Migration> migrations) {
    static final String FOLDER = "/db/migration";
    private static final String LIST = "/db/migrations.txt";

    Release {
        migrations = List.copyOf(migrations);
    }

    static Release current() {
        return Listed.RELEASE;
    }

    SchemaVersion version() {
        return migrations.getLast().version();
    }

    /** The release that ended with an earlier version. */
    Release upTo(SchemaVersion last) {
        return new Release(
                folder,
                migrations.stream()
                        .filter(migration -> migration.version().compareTo(last) <= 0)
                        .toList());
    }

    /** A version and those after it. */
    List<SchemaVersion> from(SchemaVersion first) {
        return migrations.stream()
                .map(Migration::version)
                .filter(version -> version.compareTo(first) >= 0)
                .toList();
    }

    Optional<Migration> find(SchemaVersion version) {
        return migrations.stream()
                .filter(migration -> migration.version().equals(version))
                .findFirst();
    }

    String sql(Migration migration) {
        return text(folder + "/" + migration.file());
    }

    private static String text(String resource) {
        try (InputStream file = Objects.requireNonNull(Release.class.getResourceAsStream(resource), resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Listed {
        private static final Release RELEASE =
                new Release(FOLDER, text(LIST).lines().map(Migration::parse).toList());
    }
}
