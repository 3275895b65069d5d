package io.quartermaster.gateway;

/**
 * Bounds of what the gateway takes on.
 *
 * @param callsInFlight at once on this node
 * @param bodyBytes of one request in JSON
 * @param formBytes of one request that is a form, files and all
 * @param bufferedBytes of all that is held at once: bodies that are read or sent, answers until they are whole or read
 * @param wholeAnswerBytes up to which an unstreamed answer is held until it is complete, so that a cut one is an error, not a half
 * @param frameBytes of one event of a stream
 */
public record GatewayLimits(
        int callsInFlight, int bodyBytes, int formBytes, long bufferedBytes, int wholeAnswerBytes, int frameBytes) {

    public GatewayLimits {
        boolean counts = callsInFlight >= 1 && bodyBytes >= 1 && formBytes >= 1 && frameBytes >= 1;
        if (!counts || bufferedBytes < Math.max(bodyBytes, formBytes) || wholeAnswerBytes < 0) {
            throw new IllegalArgumentException(
                    "Limits of the gateway must be positive, and all bodies at least one body");
        }
    }

    /** For a heap of {@code heapBytes}: a quarter of it for what is held. */
    public static GatewayLimits standard(long heapBytes) {
        int body = 10 << 20;
        int form = 26 << 20; // the 25 MB of sound that OpenAI and Azure take, and what is around it
        return new GatewayLimits(4_096, body, form, Math.max(heapBytes / 4, form), 64 << 10, 1 << 20);
    }
}
