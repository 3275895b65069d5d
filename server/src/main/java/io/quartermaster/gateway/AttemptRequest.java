package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.gateway.trace.CallTrace;
import io.quartermaster.protocol.FormScan;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.ScannedRequest;
import io.quartermaster.protocol.Splice;
import io.quartermaster.protocol.translation.Translation;
import io.quartermaster.provider.DeadlinePart;
import io.quartermaster.provider.ProviderConfigId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call sends to the provider of each of its steps. */
record AttemptRequest(Calls calls, Incoming incoming, boolean streamed) {

    /** Null where the provider speaks as the client does. */
    @Nullable
    Translation translation(ScannedRequest scan, Step step, Instant callBegan) {
        return Dialects.translation(
                incoming.route(), step, incoming.requestId(), callBegan.getEpochSecond(), scan.usageAsked());
    }

    /** @throws MalformedBody if it has no words in the provider's protocol */
    byte[] body(ScannedRequest scan, Step step, @Nullable Translation between, boolean asksForUsage)
            throws MalformedBody {
        return switch (scan) {
            case FormScan form -> form.withModel(step.upstreamModel());
            case RequestScan json ->
                between != null
                        ? between.request(json, step.upstreamModel())
                        : Splice.rewrite(json, step.upstreamModelJson(), asksForUsage);
        };
    }

    Upstream.Outgoing outgoing(Step step, boolean translated, int attempts) {
        List<Header> passed = translated ? List.of() : incoming.passed();
        return new Upstream.Outgoing(
                step.attempt(),
                UpstreamPath.of(incoming.route(), step, streamed),
                streamed,
                incoming.route().answersAnything(),
                incoming.trace().isOn() ? traced(step, passed, attempts) : passed,
                incoming.admittedNanos(),
                deadlines(step));
    }

    CallDeadlines deadlines(Step step) {
        return CallDeadlines.of(calls.deadlines, step.attempt().deadlines(), streamed, incoming.deadlines());
    }

    /** Whether the request has set this deadline shorter than the provider's is. */
    boolean shortened(Step step, DeadlinePart part) {
        return CallDeadlines.isShortened(
                part, calls.deadlines, step.attempt().deadlines(), streamed, incoming.deadlines());
    }

    private List<Header> traced(Step step, List<Header> passed, int attempts) {
        Attempt attempt = step.attempt();
        Optional<String> parent = incoming.trace()
                .attempt(new CallTrace.Target(
                        incoming.route().word(),
                        step.route().model().family(),
                        step.route().model().model(),
                        attempt.provider().id().map(ProviderConfigId::toString),
                        attempt.credentialSource().word(),
                        attempt.host(),
                        attempt.port(),
                        attempts));
        if (parent.isEmpty()) {
            return passed;
        }
        List<Header> more = new ArrayList<>(passed);
        more.add(new Header("traceparent", parent.get()));
        return more;
    }
}
