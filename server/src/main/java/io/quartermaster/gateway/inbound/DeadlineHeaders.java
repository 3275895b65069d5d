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
 */
final class DeadlineHeaders {

    private static final int MOST_DIGITS = 9;

    private DeadlineHeaders() {}

    /** The first that is no number of milliseconds. */
    static Optional<DeadlinePart> findMalformed(HttpServerRequest request) {
        for (DeadlinePart part : DeadlinePart.values()) {
            String value = request.getHeader(part.header());
            if (value != null && millis(value) == null) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Of headers none of which is malformed. */
    static Map<DeadlinePart, Duration> read(HttpServerRequest request) {
        Map<DeadlinePart, Duration> asked = Map.of();
        for (DeadlinePart part : DeadlinePart.values()) {
            String value = request.getHeader(part.header());
            Long millis = value == null ? null : millis(value);
            if (millis != null) {
                asked = asked.isEmpty() ? new EnumMap<>(DeadlinePart.class) : asked;
                asked.put(part, Duration.ofMillis(millis));
            }
        }
        return asked;
    }

    private static @Nullable Long millis(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(character -> character >= '0' && character <= '9');
        long millis = digits ? Long.parseLong(value) : 0;
        return millis > 0 ? millis : null;
    }
}
