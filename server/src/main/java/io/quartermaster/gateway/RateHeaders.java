package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.usage.limit.RateEntry;
import io.quartermaster.usage.limit.RatePart.Dimension;
import io.quartermaster.usage.limit.RateStanding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Tells limits as the vendor whose route was called tells its own. */
final class RateHeaders {

    static final String OPENAI = "x-ratelimit-";
    static final String ANTHROPIC = "anthropic-ratelimit-";

    private RateHeaders() {}

    static List<Header> of(RateEntry entry, ClientProtocol protocol, Instant now) {
        List<Header> headers = new ArrayList<>(0);
        for (Dimension dimension : Dimension.values()) {
            entry.tightest(dimension).ifPresent(standing -> headers.addAll(of(standing, protocol, now)));
        }
        return headers;
    }

    static List<Header> of(RateStanding standing, ClientProtocol protocol, Instant now) {
        String what = standing.dimension().word();
        String limit = Long.toString(standing.limit());
        String remaining = Long.toString(standing.remaining());
        return switch (protocol) {
            case OPENAI ->
                List.of(
                        new Header(OPENAI + "limit-" + what, limit),
                        new Header(OPENAI + "remaining-" + what, remaining),
                        new Header(OPENAI + "reset-" + what, spelled(standing.reset())));
            case ANTHROPIC ->
                List.of(
                        new Header(ANTHROPIC + what + "-limit", limit),
                        new Header(ANTHROPIC + what + "-remaining", remaining),
                        new Header(
                                ANTHROPIC + what + "-reset",
                                now.plus(standing.reset())
                                        .plusMillis(999)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString()));
        };
    }

    /** As OpenAI does: {@code 6m0s}, {@code 8.64s}, {@code 120ms}. */
    static String spelled(Duration time) {
        long millis = time.plusNanos(999_999).toMillis();
        if (millis < 1_000) {
            return millis + "ms";
        }
        String seconds = millis % 60_000 / 1_000 + fraction(millis % 1_000) + "s";
        return millis < 60_000 ? seconds : millis / 60_000 + "m" + seconds;
    }

    private static String fraction(long millis) {
        String digits = Long.toString(1_000 + millis);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return end <= 1 ? "" : "." + digits.substring(1, end);
    }
}
