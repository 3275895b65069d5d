package io.quartermaster.usage;

import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Reply;
import java.io.ByteArrayOutputStream;
import java.util.Currency;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All events that a filter lets through, newest first, a page of them at a time. */
final class UsageExport implements Reply.Pieces {

    private final UsageFormat format;
    private final Currency currency;
    private final Function<PageRequest, Page<UsageEvent>> pages;
    private @Nullable Page<UsageEvent> next;
    private boolean begun;

    /** Reads the first page at once, so that who may not see it is told so. */
    UsageExport(UsageFormat format, Currency currency, Function<PageRequest, Page<UsageEvent>> pages) {
        this.format = format;
        this.currency = currency;
        this.pages = pages;
        this.next = pages.apply(new PageRequest(PageRequest.GREATEST_LIMIT, Optional.empty()));
    }

    @Override
    public Optional<byte[]> next() {
        Page<UsageEvent> page = next;
        if (page == null) {
            return Optional.empty();
        }
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        if (!begun) {
            begun = true;
            piece.writeBytes(format.head());
        }
        page.data().forEach(event -> piece.writeBytes(format.line(ShownUsageEvent.of(event, currency))));
        Optional<Cursor> after = page.next();
        next = after.isEmpty() ? null : pages.apply(new PageRequest(PageRequest.GREATEST_LIMIT, after));
        return Optional.of(piece.toByteArray());
    }
}
