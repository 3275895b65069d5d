package io.quartermaster.schema.drift;

import io.quartermaster.schema.ScratchServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes how many changes of each kind were made and found, on both servers; bin/schema-mutations calls it. */
final class MutationTable {

    static final String FILE = "mutations.md";

    /** Changes of one kind: made, told by exactly the right findings, and taken back by the repairs. */
    private record Count(int made, int found, int repaired) {
        Count plus(boolean right, boolean back) {
            return new Count(made + 1, found + (right ? 1 : 0), repaired + (back ? 1 : 0));
        }
    }

    private MutationTable() {}

    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        Map<String, Count> embedded = run(ScratchServer.shared());
        Map<String, Count> oldest = run(ScratchServer.oldest());
        Files.writeString(module.resolve(FILE), table(embedded, oldest));
    }

    /** As it must be: all found, all repaired but those that PostgreSQL has no way back from. */
    static String expected() {
        Map<String, Count> counts = new TreeMap<>();
        for (Mutation mutation : Mutation.list()) {
            counts.merge(
                    kind(mutation),
                    new Count(1, 1, mutation.left().isEmpty() ? 1 : 0),
                    (one, other) -> one.plus(true, other.repaired == 1));
        }
        return table(counts, counts);
    }

    private static Map<String, Count> run(ScratchServer server) throws SQLException {
        Map<String, Count> counts = new TreeMap<>();
        try (MutationBench bench = MutationBench.on(server)) {
            for (Mutation mutation : Mutation.list()) {
                MutationBench.Outcome outcome = bench.run(mutation.sql());
                boolean right =
                        sorted(MutationBench.Outcome.told(outcome.found())).equals(sorted(mutation.told()));
                boolean back = outcome.left().isEmpty();
                counts.merge(kind(mutation), new Count(0, 0, 0).plus(right, back), (one, _) -> one.plus(right, back));
            }
        }
        return counts;
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return sorted;
    }

    /** Of the finding that tells of the change itself, which is the first. */
    private static String kind(Mutation mutation) {
        String told = mutation.told().getFirst();
        return told.substring(0, told.indexOf(' '));
    }

    private static String table(Map<String, Count> embedded, Map<String, Count> oldest) {
        StringBuilder table = new StringBuilder("""
                # Changes made and found

                Written by bin/schema-mutations. Each change of `mutations.txt` alone, in the schema of `base.sql`: *found* counts those told by exactly the right
                findings, no more and no less; *repaired* those after whose repair nothing is found any more.

                | kind | made | found on 18 | found on 15 | repaired on 18 | repaired on 15 |
                |---|---:|---:|---:|---:|---:|
                """);
        Count first = new Count(0, 0, 0);
        Count second = new Count(0, 0, 0);
        for (Map.Entry<String, Count> entry : embedded.entrySet()) {
            Count new18 = entry.getValue();
            Count old15 = oldest.getOrDefault(entry.getKey(), new Count(0, 0, 0));
            line(table, "`" + entry.getKey() + "`", new18, old15);
            first = sum(first, new18);
            second = sum(second, old15);
        }
        line(table, "**all**", first, second);
        return table.toString();
    }

    private static Count sum(Count one, Count other) {
        return new Count(one.made + other.made, one.found + other.found, one.repaired + other.repaired);
    }

    private static void line(StringBuilder table, String name, Count one, Count other) {
        table.append("| ")
                .append(name)
                .append(" | ")
                .append(one.made)
                .append(" | ")
                .append(one.found)
                .append(" | ")
                .append(other.found)
                .append(" | ")
                .append(one.repaired)
                .append(" | ")
                .append(other.repaired)
                .append(" |\n");
    }
}
