package io.quartermaster.platform.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a listing; {@code next} is empty on the last page. */
public record Page<T>(List<T> data, Optional<Cursor> next) {

    public Page {
        data = List.copyOf(data);
    }

    /** A listing that is never longer than one page. */
    public static <T> Page<T> whole(List<T> data) {
        return new Page<>(data, Optional.empty());
    }

    /**
     * The page of a query that asked for one row more than {@code request.limit()}, which tells whether there is a next page.
     */
    public static <T> Page<T> of(List<T> rowsAndOneMore, PageRequest request, Function<T, Cursor> cursorOf) {
        if (rowsAndOneMore.size() <= request.limit()) {
            return whole(rowsAndOneMore);
        }
        List<T> shown = rowsAndOneMore.subList(0, request.limit());
        return new Page<>(shown, Optional.of(cursorOf.apply(shown.getLast())));
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
        return new Page<>(data.stream().<R>map(mapper).toList(), next);
    }
}
