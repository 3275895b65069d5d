package io.quartermaster.gateway.inbound;

import io.quartermaster.provider.DeadlinePart;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that a request sets for itself, in milliseconds. {@code x-stainless-timeout}, by which official clients tell how long
 * they wait themselves, is none: who has waited long enough leaves, and that ends the call.
 *
 * @param malformed the first that is no number of milliseconds
 */
record DeadlineHeaders(Map<DeadlinePart, Duration> asked, Optional<DeadlinePart> malformed) {

    static final DeadlineHeaders NONE = new DeadlineHeaders(Map.of(), Optional.empty());
    private static final int MOST_DIGITS = 9;

    static DeadlineHeaders of(HttpServerRequest request) {
        Map<DeadlinePart, Duration> asked = Map.of();
        for (DeadlinePart part : DeadlinePart.values()) {
            String value = request.getHeader(part.header());
            if (value == null) {
                continue;
            }
            Long millis = millis(value);
            if (millis == null) {
                return new DeadlineHeaders(Map.of(), Optional.of(part));
            }
            asked = asked.isEmpty() ? new EnumMap<>(DeadlinePart.class) : asked;
            asked.put(part, Duration.ofMillis(millis));
        }
        return asked.isEmpty() ? NONE : new DeadlineHeaders(asked, Optional.empty());
    }

    private static @Nullable Long millis(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(character -> character >= '0' && character <= '9');
        long millis = digits ? Long.parseLong(value) : 0;
        return millis > 0 ? millis : null;
    }
}
