package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.CatalogueReader;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.ObjectKind;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares with a schema that may be played with. A renamed column changes every index, check and policy that names it, a retyped one its
 * default and the indexes on it, a detached partition has keys of its own: what follows from another difference is not told beside it. Which differences follow is asked of PostgreSQL: the
 * change is made in the expected schema too, in a transaction that is rolled back, and what still differs then is a difference of its own.
 */
final class Trial {

    private static final Set<String> RETYPING = Set.of("type", "collation");

    private final Connection scratch;
    private final Catalogue found;
    private final Predicate<ObjectId> ignored;
    private final List<Difference> told = new ArrayList<>();
    private final Set<Difference> triedInVain = new HashSet<>();

    private Trial(Connection scratch, Catalogue found, Predicate<ObjectId> ignored) {
        this.scratch = scratch;
        this.found = found;
        this.ignored = ignored;
    }

    /**
     * The differences that do not follow from each other.
     *
     * @param scratch the owner's connection to the expected schema, which is as before afterwards
     * @param ignored as in both catalogues
     */
    static List<Difference> compare(
            Connection scratch, Catalogue expected, Catalogue found, Predicate<ObjectId> ignored) throws SQLException {
        if (Comparison.of(expected, found).isEmpty()) {
            return List.of();
        }
        scratch.setAutoCommit(false);
        try {
            return new Trial(scratch, found, ignored).run(expected);
        } finally {
            scratch.rollback();
            scratch.setAutoCommit(true);
        }
    }

    private List<Difference> run(Catalogue expected) throws SQLException {
        Catalogue assumed = expected;
        while (true) {
            Optional<Step> step = next(assumed);
            if (step.isEmpty()) {
                told.addAll(Comparison.of(assumed, found));
                return told;
            }
            if (attempt(step.get().statements())) {
                told.add(step.get().difference());
                assumed = CatalogueReader.read(scratch).without(ignored);
            } else {
                triedInVain.add(step.get().difference());
            }
        }
    }

    /** @param statements make the expected schema what was found */
    private record Step(Difference difference, List<String> statements) {}

    private Optional<Step> next(Catalogue assumed) {
        Optional<Difference.Renamed> renamed =
                Renames.findFirst(assumed, found, rename -> !triedInVain.contains(rename));
        if (renamed.isPresent()) {
            return renamed.map(rename -> new Step(
                    rename,
                    Repairs.rename(rename.expected().id(), rename.found().id())));
        }
        return Comparison.of(assumed, found).stream()
                .filter(difference -> !triedInVain.contains(difference))
                .flatMap(difference -> change(difference).stream())
                .findFirst();
    }

    private static Optional<Step> change(Difference difference) {
        if (!(difference
                instanceof Difference.Changed(SchemaObject expected, SchemaObject found, List<String> properties))) {
            return Optional.empty();
        }
        if (expected.id().kind() == ObjectKind.COLUMN && RETYPING.contains(properties.getFirst())) {
            return Optional.of(new Step(difference, List.of(ColumnRepairs.retype(expected, found))));
        }
        if (properties.getFirst().equals("partition_of")) {
            return Optional.of(new Step(
                    difference, TableRepairs.change(/* expected= */ found, /* found= */ expected, "partition_of")));
        }
        if (expected.id().kind() == ObjectKind.ENUM && properties.getFirst().equals("labels")) {
            List<String> statements = Repairs.labels(/* expected= */ found, /* found= */ expected);
            return statements.isEmpty() ? Optional.empty() : Optional.of(new Step(difference, statements));
        }
        return Optional.empty();
    }

    private boolean attempt(List<String> statements) throws SQLException {
        if (statements.isEmpty()) {
            return false;
        }
        Savepoint before = scratch.setSavepoint();
        try (Statement statement = scratch.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            scratch.releaseSavepoint(before);
            return true;
        } catch (SQLException refused) {
            scratch.rollback(before);
            return false;
        }
    }
}
