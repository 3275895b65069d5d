package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.gateway.trace.CallTrace;
import io.quartermaster.provider.DeadlinePart;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A call as a client made it, its body aside.
 *
 * @param passed headers of the client for a provider of its protocol, in lower case
 * @param admittedNanos when its head arrived
 * @param deadlines that the request sets for itself
 * @param waitedNanos how long the client took to send the body, which is no overhead of ours
 */
public record Incoming(
        String requestId,
        GatewayRoute route,
        Caller caller,
        List<Header> passed,
        long admittedNanos,
        long waitedNanos,
        Map<DeadlinePart, Duration> deadlines,
        CallTrace trace) {

    public static final String CONTENT_TYPE = "content-type";

    /** The content type of a form, which goes on with it; its scan asks nobody else for the boundary. */
    String formType() {
        return passed.stream()
                .filter(header -> header.name().equals(CONTENT_TYPE))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
