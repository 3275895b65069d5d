package io.quartermaster.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a database remembers of its migrations, beside those of a release.
 *
 * @param runsBeside by version, what the database knows of it
 */
record SchemaComparison(List<AppliedMigration> applied, Release release, Map<SchemaVersion, SchemaVersion> runsBeside) {

    static SchemaStanding of(Connection connection, Release release) throws SQLException {
        Optional<String> foreign = AppliedMigration.findForeign(connection);
        if (foreign.isPresent()) {
            return new SchemaStanding.OfAnotherProgram(foreign.get());
        }
        return new SchemaComparison(AppliedMigration.list(connection), release, RunsBeside.read(connection)).standing();
    }

    SchemaStanding standing() {
        List<AppliedMigration> known = applied.stream().filter(isOurs()).toList();
        List<AppliedMigration> later =
                applied.stream().filter(isOurs().negate()).toList();
        for (AppliedMigration migration : known) {
            if (!migration.succeeded()) {
                return canGoOn(migration.version())
                        ? new SchemaStanding.Interrupted(migration.version())
                        : new SchemaStanding.Failed(migration.version());
            }
        }
        if (!later.isEmpty()) {
            return ofNewer(known, later);
        }
        Optional<SchemaStanding> altered = altered(known);
        if (altered.isPresent()) {
            return altered.get();
        }
        List<Migration> ours = release.migrations();
        List<SchemaVersion> missing = ours.subList(known.size(), ours.size()).stream()
                .map(Migration::version)
                .toList();
        return missing.isEmpty()
                ? new SchemaStanding.Current(release.version())
                : new SchemaStanding.Behind(
                        known.isEmpty()
                                ? Optional.empty()
                                : Optional.of(known.getLast().version()),
                        missing);
    }

    /** Whether one half-way is as good as done or not begun does not matter to a release that may run beside both. */
    private SchemaStanding ofNewer(List<AppliedMigration> known, List<AppliedMigration> later) {
        SchemaVersion database = later.getLast().version();
        Optional<SchemaVersion> oldest = oldest(later);
        if (oldest.isEmpty() || oldest.get().compareTo(release.version()) > 0) {
            return later.stream()
                    .filter(migration -> !migration.succeeded())
                    .findFirst()
                    .<SchemaStanding>map(failed -> new SchemaStanding.Failed(failed.version()))
                    .orElseGet(() -> new SchemaStanding.Newer(database, oldest));
        }
        return altered(known)
                .orElseGet(() -> known.size() < release.migrations().size()
                        ? new SchemaStanding.Newer(database, Optional.empty())
                        : new SchemaStanding.NewerButCompatible(database, release.version()));
    }

    /** The oldest version that may run beside all of these; unknown if one of them says nothing. */
    private Optional<SchemaVersion> oldest(List<AppliedMigration> later) {
        if (!later.stream().map(AppliedMigration::version).allMatch(runsBeside::containsKey)) {
            return Optional.empty();
        }
        return later.stream()
                .map(migration -> runsBeside.get(migration.version()))
                .max(SchemaVersion::compareTo);
    }

    private Optional<SchemaStanding> altered(List<AppliedMigration> known) {
        List<Migration> ours = release.migrations();
        for (int i = 0; i < known.size(); i++) {
            AppliedMigration theirs = known.get(i);
            if (i >= ours.size()
                    || !theirs.version().equals(ours.get(i).version())
                    || theirs.checksum() != ours.get(i).checksum()) {
                return Optional.of(new SchemaStanding.Altered(theirs.version()));
            }
        }
        return Optional.empty();
    }

    private Predicate<AppliedMigration> isOurs() {
        return migration -> migration.version().compareTo(release.version()) <= 0;
    }

    private boolean canGoOn(SchemaVersion version) {
        return release.find(version)
                .flatMap(migration -> ConcurrentMigration.of(release, migration))
                .isPresent();
    }
}
