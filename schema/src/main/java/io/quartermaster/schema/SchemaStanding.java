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

    /** A later release was here, and said that this one may go on: in a rolling upgrade, until its nodes are replaced. */
    record NewerButCompatible(SchemaVersion database, SchemaVersion release) implements SchemaStanding {
        @Override
        public String sentence() {
            return "The database is at version " + database + ", newer than version " + release
                    + " of this release, which may run beside it: finish the upgrade by replacing this release.";
        }
    }

    /** A migration of nothing but concurrent indexes stopped half-way; the next run takes it up again. */
    record Interrupted(SchemaVersion version) implements SchemaStanding {
        @Override
        public String sentence() {
            return "Migration " + version + ", which makes indexes, stopped half-way:"
                    + " run \"quartermaster migrate\" with the owner role, which takes it up again.";
        }
    }

    /** Nothing that a migration could put right. */
    sealed interface Unusable extends SchemaStanding {}

    /** A later release was here; {@code oldest} is the oldest version that may run beside it, if the database says. */
    record Newer(SchemaVersion database, Optional<SchemaVersion> oldest) implements Unusable {
        @Override
        public String sentence() {
            return "The database is at version " + database + ", newer than version " + SchemaVersion.expected()
                    + " of this release"
                    + oldest.map(version -> "; only releases of version " + version + " or newer may run beside it")
                            .orElse("")
                    + ": run a release that knows it, or restore a backup made before the upgrade.";
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

    /** The history of migrations is not ours. */
    record OfAnotherProgram(String version) implements Unusable {
        @Override
        public String sentence() {
            return "The table " + AppliedMigration.HISTORY
                    + " in this database is of another program (it has a version \"" + version
                    + "\", as no release of Quartermaster): give Quartermaster a database of its own.";
        }
    }

    /** Whether a server of this release may work with the database. */
    default boolean usable() {
        return switch (this) {
            case Current _, NewerButCompatible _ -> true;
            case Behind _, Interrupted _, Unusable _ -> false;
        };
    }

    /** Compares; the server's role may ask this too. */
    static SchemaStanding of(Connection connection) throws SQLException {
        return SchemaComparison.of(connection, Release.current());
    }
}
