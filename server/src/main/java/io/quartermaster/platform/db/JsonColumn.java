package io.quartermaster.platform.db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@code jsonb} column and how a value that is stored in it is judged; every room publishes those of its tables.
 *
 * @param id the columns that say which row it is
 * @param beside other columns of the row that the judge looks at; what is null there is left out
 * @param judge says what is wrong, in words that repeat neither the value nor what somebody called a field of it; the same
 *     words for the same mistake; empty if nothing is
 */
public record JsonColumn(
        String table, String column, List<String> id, List<String> beside, Function<Stored, Optional<String>> judge) {

    /** A value as it is stored, and what stands beside it by the columns' names. */
    public record Stored(String json, Map<String, String> beside) {

        public Stored {
            beside = Map.copyOf(beside);
        }

        @Override
        public String toString() {
            return "Stored[" + json.length() + " characters]"; // it may hold what is private
        }
    }

    public JsonColumn {
        id = List.copyOf(id);
        beside = List.copyOf(beside);
    }

    /** A column whose value is judged by itself. */
    public static JsonColumn of(
            String table, String column, List<String> id, Function<String, Optional<String>> judge) {
        return new JsonColumn(table, column, id, List.of(), stored -> judge.apply(stored.json()));
    }
}
