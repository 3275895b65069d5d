package io.quartermaster.gateway;

/**
 * Bounds of what the gateway takes on.
 *
 * @param callsInFlight at once on this node
 * @param bodyBytes of one request
 * @param bufferedBytes of all that is held at once: bodies that are read or sent, answers until they are whole or read
 * @param wholeAnswerBytes up to which an unstreamed answer is held until it is complete, so that a cut one is an error, not a half
 * @param frameBytes of one event of a stream
 */
public record GatewayLimits(
        int callsInFlight, int bodyBytes, long bufferedBytes, int wholeAnswerBytes, int frameBytes) {

    public GatewayLimits {
        if (callsInFlight < 1 || bodyBytes < 1 || bufferedBytes < bodyBytes || wholeAnswerBytes < 0 || frameBytes < 1) {
            throw new IllegalArgumentException(
                    "Limits of the gateway must be positive, and all bodies at least one body");
        }
    }

    /** For a heap of {@code heapBytes}: a quarter of it for what is held. */
    public static GatewayLimits standard(long heapBytes) {
        int body = 10 << 20;
        return new GatewayLimits(4_096, body, Math.max(heapBytes / 4, body), 64 << 10, 1 << 20);
    }
}
