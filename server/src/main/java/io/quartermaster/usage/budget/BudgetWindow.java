package io.quartermaster.usage.budget;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Optional;

/** How long the money of a budget is to last. Windows are keyed by their period, in UTC: a new one begins at zero, and nothing is reset. */
public enum BudgetWindow {
    DAY("day"),
    /** From Monday. */
    WEEK("week"),
    MONTH("month"),
    /** For ever. */
    TOTAL("total");

    private final String word;

    BudgetWindow(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    public static Optional<BudgetWindow> parse(String word) {
        return Arrays.stream(values())
                .filter(window -> window.word.equals(word))
                .findFirst();
    }

    /**
     * One window on the calendar.
     *
     * @param from included
     * @param until not included; empty for ever
     */
    public record Period(Instant from, Optional<Instant> until) {

        boolean contains(Instant time) {
            return !time.isBefore(from)
                    && until.filter(end -> !time.isBefore(end)).isEmpty();
        }
    }

    /** The window that a time is in. */
    public Period at(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        return switch (this) {
            case DAY -> period(day, day.plusDays(1));
            case WEEK -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield period(monday, monday.plusWeeks(1));
            }
            case MONTH -> period(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
            case TOTAL -> new Period(Instant.EPOCH, Optional.empty());
        };
    }

    private static Period period(LocalDate from, LocalDate until) {
        return new Period(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                Optional.of(until.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }
}
