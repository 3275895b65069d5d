package io.quartermaster.platform.http;

import java.util.Optional;

/** Which part of a listing a caller wants: at most {@code limit} rows, after a cursor or from the start. */
public record PageRequest(int limit, Optional<Cursor> after) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int GREATEST_LIMIT = 200;

    public PageRequest {
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + GREATEST_LIMIT + " rows, not " + limit);
        }
    }

    public static PageRequest first() {
        return new PageRequest(DEFAULT_LIMIT, Optional.empty());
    }
}
