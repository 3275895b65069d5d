package io.quartermaster.platform.http;

import io.quartermaster.platform.db.Search;
import java.util.Optional;

/**
 * Which part of a listing a caller wants: at most {@code limit} rows, after a cursor or from the start, and where the listing knows
 * a search, only rows that it finds. A cursor is a place in the order of all rows, so it holds with any search.
 */
public record PageRequest(int limit, Optional<Cursor> after, Optional<Search> search) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int GREATEST_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + GREATEST_LIMIT + " rows, not " + limit);
        }
    }

    /** A page of all rows. */
    public PageRequest(int limit, Optional<Cursor> after) {
        this(limit, after, Optional.empty());
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_LIMIT, Optional.empty());
    }
}
