package io.quartermaster.gateway;

import io.quartermaster.provider.DeadlinePart;
import java.time.Duration;

/**
 * How long each part of a call may take.
 *
 * @param connect to the provider, TLS included
 * @param firstByteStreamed from the request sent to the first byte of a streamed answer
 * @param firstByteWhole the same for an answer that comes in one piece, and is only begun when it is finished
 * @param firstToken from the request sent to the first event of a stream that says something
 * @param idle between two pieces of an answer
 * @param total of a call, from its admission
 * @param requestBody from the head of a request to the end of its body
 * @param clientStall a client that reads nothing while an answer waits for it
 * @param coldLoad for the settings of a tenant that is not in memory
 */
public record Deadlines(
        Duration connect,
        Duration firstByteStreamed,
        Duration firstByteWhole,
        Duration firstToken,
        Duration idle,
        Duration total,
        Duration requestBody,
        Duration clientStall,
        Duration coldLoad) {

    public static Deadlines standard() {
        return new Deadlines(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                Duration.ofSeconds(300), // models think for minutes, and some say nothing meanwhile
                Duration.ofSeconds(60),
                Duration.ofSeconds(600),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }

    /** What holds where neither a provider config nor its family says anything. */
    Duration of(DeadlinePart part, boolean streamed) {
        return switch (part) {
            case CONNECT -> connect;
            case FIRST_BYTE -> streamed ? firstByteStreamed : firstByteWhole;
            case FIRST_TOKEN -> firstToken;
            case IDLE -> idle;
            case TOTAL -> total;
        };
    }
}
