package io.quartermaster.gateway;

import io.quartermaster.provider.DeadlinePart;
import io.quartermaster.provider.ProviderDeadlines;
import java.time.Duration;
import java.util.Map;

/**
 * How long each part of one call to one provider may take: what the provider config says, else its family, else this server; and
 * less where the request itself asks for less, never more.
 *
 * @param firstByte from the request sent to the first byte of the answer
 * @param firstToken from the request sent to the first event of a stream that says something
 */
public record CallDeadlines(Duration connect, Duration firstByte, Duration firstToken, Duration idle, Duration total) {

    static CallDeadlines of(
            Deadlines usual, ProviderDeadlines provider, boolean streamed, Map<DeadlinePart, Duration> asked) {
        return new CallDeadlines(
                part(DeadlinePart.CONNECT, usual, provider, streamed, asked),
                part(DeadlinePart.FIRST_BYTE, usual, provider, streamed, asked),
                part(DeadlinePart.FIRST_TOKEN, usual, provider, streamed, asked),
                part(DeadlinePart.IDLE, usual, provider, streamed, asked),
                part(DeadlinePart.TOTAL, usual, provider, streamed, asked));
    }

    /** Whether a request asks for less of a part than its provider may take. */
    static boolean isShortened(
            DeadlinePart part,
            Deadlines usual,
            ProviderDeadlines provider,
            boolean streamed,
            Map<DeadlinePart, Duration> asked) {
        Duration wanted = asked.get(part);
        return wanted != null && wanted.compareTo(set(part, usual, provider, streamed)) < 0;
    }

    private static Duration set(DeadlinePart part, Deadlines usual, ProviderDeadlines provider, boolean streamed) {
        return provider.find(part).orElseGet(() -> usual.of(part, streamed));
    }

    private static Duration part(
            DeadlinePart part,
            Deadlines usual,
            ProviderDeadlines provider,
            boolean streamed,
            Map<DeadlinePart, Duration> asked) {
        Duration set = set(part, usual, provider, streamed);
        Duration wanted = asked.get(part);
        return wanted == null || wanted.compareTo(set) > 0 ? set : wanted;
    }
}
