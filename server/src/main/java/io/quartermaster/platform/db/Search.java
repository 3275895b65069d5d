package io.quartermaster.platform.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** A text that entries of a list must hold somewhere, whatever its case; no character of it means more than itself. */
public record Search(String text) {

    public Search {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("A search is for at least one character");
        }
    }

    /** Holds for rows with the text in one of the fields; by position, as every pattern of SQL has wildcards. */
    @SafeVarargs
    public final Condition in(Field<String>... fields) {
        Field<String> sought = DSL.lower(DSL.val(text));
        List<Condition> anywhere = new ArrayList<>();
        for (Field<String> field : fields) {
            anywhere.add(DSL.position(DSL.lower(field), sought).gt(0));
        }
        return DSL.or(anywhere);
    }

    /** The same for what is in memory. */
    public boolean isIn(String... values) {
        String sought = text.toLowerCase(Locale.ROOT);
        return Stream.of(values)
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(sought));
    }
}
