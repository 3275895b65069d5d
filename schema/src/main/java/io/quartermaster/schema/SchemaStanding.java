package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How the schema of a database compares with the one this release works with. */
public sealed interface SchemaStanding {

    /** The sentence for an operator. */
    String sentence();

    /** As it should be. */
    record Current(SchemaVersion version) implements SchemaStanding {
        @Override
        public String sentence() {
            return "The database is at version " + version + ", as this release needs it.";
        }
    }

    /** Migrations are missing; {@code database} is empty if it was never migrated. */
    record Behind(Optional<SchemaVersion> database, List<SchemaVersion> missing) implements SchemaStanding {
        public Behind {
            missing = List.copyOf(missing);
        }

        @Override
        public String sentence() {
            return database.map(version -> "The database is at version " + version)
                            .orElse("The database has no tables of Quartermaster yet")
                    + "; this release needs version " + missing.getLast()
                    + ": run \"quartermaster migrate\" with the owner role.";
        }
    }

    /** Nothing that a migration could put right. */
    sealed interface Unusable extends SchemaStanding {}

    /** A later release was here. */
    record Newer(SchemaVersion database) implements Unusable {
        @Override
        public String sentence() {
            return "The database is at version " + database + ", newer than version " + SchemaVersion.expected()
                    + " of this release: run a release that knows it, or restore a backup made before the upgrade.";
        }
    }

    /** A migration was applied that differs from the one of this release. */
    record Altered(SchemaVersion version) implements Unusable {
        @Override
        public String sentence() {
            return "Migration " + version + " was applied to the database in another form than this release has it"
                    + " (the checksums differ): use an unchanged release, or a database made by this one.";
        }
    }

    /** A migration that could not run in a transaction stopped half-way. */
    record Failed(SchemaVersion version) implements Unusable {
        @Override
        public String sentence() {
            return "Migration " + version + " failed half-way: remove what it left behind and its row (version '"
                    + version + "') from " + AppliedMigration.HISTORY + ", then run \"quartermaster migrate\" again.";
        }
    }

    /** Compares; the server's role may ask this too. */
    static SchemaStanding of(Connection connection) throws SQLException {
        return compare(AppliedMigration.list(connection), Migration.ofThisRelease());
    }

    /** Throws the sentence unless the database is as this release needs it. */
    static void requireCurrent(Connection connection) throws SQLException {
        SchemaStanding standing = of(connection);
        if (!(standing instanceof Current)) {
            throw new SchemaException(standing.sentence());
        }
    }

    static SchemaStanding compare(List<AppliedMigration> applied, List<Migration> ours) {
        for (AppliedMigration migration : applied) {
            if (!migration.succeeded()) {
                return new Failed(migration.version());
            }
        }
        if (!applied.isEmpty()
                && applied.getLast().version().compareTo(ours.getLast().version()) > 0) {
            return new Newer(applied.getLast().version());
        }
        for (int i = 0; i < applied.size(); i++) {
            AppliedMigration theirs = applied.get(i);
            if (i >= ours.size()
                    || !theirs.version().equals(ours.get(i).version())
                    || theirs.checksum() != ours.get(i).checksum()) {
                return new Altered(theirs.version());
            }
        }
        List<SchemaVersion> missing = ours.subList(applied.size(), ours.size()).stream()
                .map(Migration::version)
                .toList();
        return missing.isEmpty()
                ? new Current(ours.getLast().version())
                : new Behind(
                        applied.isEmpty()
                                ? Optional.empty()
                                : Optional.of(applied.getLast().version()),
                        missing);
    }
}
