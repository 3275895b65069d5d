package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt.Header;
import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderFamily.Protocol;
import io.quartermaster.provider.UnusableReason;
import io.quartermaster.usage.budget.Budget;
import io.quartermaster.usage.budget.BudgetWindow;
import io.quartermaster.usage.budget.Shortage;
import io.quartermaster.usage.limit.RatePart;
import io.quartermaster.usage.limit.RateShortage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a call is not answered, in the words of the OpenAI protocol; each inbound protocol gives it its own shape.
 *
 * @param retryAfterSeconds for a client that may try again
 * @param told headers beside it
 */
public record Refusal(
        int status,
        String type,
        String code,
        Optional<String> param,
        String message,
        OptionalInt retryAfterSeconds,
        List<Header> told) {

    private static final String INVALID = "invalid_request_error";
    private static final String FORBIDDEN = "permission_error";
    private static final String SERVER = "server_error";

    private static Refusal of(int status, String type, String code, String message) {
        return new Refusal(status, type, code, Optional.empty(), message, OptionalInt.empty(), List.of());
    }

    private Refusal retryAfter(int seconds) {
        return new Refusal(status, type, code, param, message, OptionalInt.of(seconds), told);
    }

    private Refusal about(String field) {
        return new Refusal(status, type, code, Optional.of(field), message, retryAfterSeconds, told);
    }

    public static Refusal missingKey() {
        return of(401, INVALID, "invalid_api_key", "Send an API key: Authorization: Bearer qm_…");
    }

    public static Refusal unknownKey() {
        return of(401, INVALID, "invalid_api_key", "This API key is unknown or revoked.");
    }

    public static Refusal expiredKey() {
        return of(401, INVALID, "expired_api_key", "This API key has expired.");
    }

    public static Refusal operatorKey() {
        return of(
                403,
                FORBIDDEN,
                "no_tenant",
                "An operator key belongs to no tenant and calls no models; use an API key of a tenant.");
    }

    public static Refusal viewer() {
        return of(
                403,
                FORBIDDEN,
                "role_not_allowed",
                "The role viewer may not call the gateway; use a key with the role member.");
    }

    public static Refusal suspended() {
        return of(403, FORBIDDEN, "tenant_suspended", "This tenant is suspended.");
    }

    public static Refusal settingsUnavailable() {
        return of(
                        503,
                        SERVER,
                        "settings_unavailable",
                        "The settings of this tenant cannot be read now. Try again soon.")
                .retryAfter(2);
    }

    /** A mistake of ours. */
    public static Refusal broken() {
        return of(500, SERVER, "internal_error", "The call failed for a reason that only the server's log tells.");
    }

    public static Refusal overloaded() {
        return of(503, SERVER, "overloaded", "Too many calls are running on this node. Try again soon.")
                .retryAfter(1);
    }

    /** Usage that nobody can write down is not begun. */
    static Refusal ledgerUnavailable() {
        return of(
                        503,
                        SERVER,
                        "ledger_unavailable",
                        "This node cannot write down what calls use: its disk is full or cannot be written. Try again soon.")
                .retryAfter(5);
    }

    public static Refusal malformed(MalformedBody body) {
        Refusal refusal = of(400, INVALID, "invalid_body", String.valueOf(body.getMessage()));
        return body.field().map(refusal::about).orElse(refusal);
    }

    public static Refusal notStreamable() {
        return of(400, INVALID, "not_streamable", "This route does not stream; leave `stream` out.")
                .about("stream");
    }

    public static Refusal bodyTooLarge(int most) {
        return of(413, INVALID, "body_too_large", "The request body may have at most " + most + " bytes.");
    }

    public static Refusal bodyTooSlow(Duration deadline) {
        return of(
                408,
                INVALID,
                "body_timeout",
                "The request body did not arrive within " + deadline.toSeconds() + " seconds.");
    }

    public static Refusal wrongContentType() {
        return of(
                415,
                INVALID,
                "unsupported_content_type",
                "Send the body as Content-Type: application/json, not compressed.");
    }

    public static Refusal noForm() {
        return of(
                415,
                INVALID,
                "unsupported_content_type",
                "Send the body as Content-Type: multipart/form-data, not compressed.");
    }

    public static Refusal invalidTimeout(String header) {
        return of(
                400,
                INVALID,
                "invalid_timeout",
                "The header " + header + " must be a number of milliseconds from 1 to 999999999.");
    }

    public static Refusal unknownPath() {
        return of(
                404,
                INVALID,
                "unknown_url",
                "There is no such route. See the documentation of the gateway for those there are.");
    }

    public static Refusal wrongMethod(String allowed) {
        return of(405, INVALID, "method_not_allowed", "This route takes " + allowed + " only.");
    }

    public static Refusal modelNotFound(String name) {
        return of(
                        404,
                        INVALID,
                        "model_not_found",
                        "The model `" + shortened(name) + "` does not exist, or this API key may not use it.")
                .about("model");
    }

    public static Refusal noDefaultModel(String type) {
        return of(
                        404,
                        INVALID,
                        "no_default_model",
                        "No default model is set for " + type + "; name a model, or have one set.")
                .about("model");
    }

    public static Refusal defaultModelUnusable(UnusableReason reason) {
        return of(
                503,
                SERVER,
                "default_model_unusable",
                "The default model cannot be called now: " + reason.word() + ".");
    }

    public static Refusal modelUnusable(UnusableReason reason) {
        return of(503, SERVER, "model_unusable", "This model cannot be called now: " + reason.word() + ".");
    }

    /** The model can be called, but its provider, as it is called, does not take calls of this route. */
    static Refusal otherRoutes(GatewayRoute route, ProviderFamily family, Protocol protocol) {
        String others = Stream.of(GatewayRoute.values())
                .filter(other -> other.modelType() == route.modelType())
                .filter(other -> UpstreamPath.exists(other, protocol))
                .map(GatewayRoute::path)
                .collect(Collectors.joining(", "));
        return of(
                        422,
                        INVALID,
                        "route_not_supported",
                        "Models of " + family.displayName() + " do not take calls of " + route.path()
                                + (others.isEmpty() ? "." : "; call " + others + "."))
                .about("model");
    }

    /** What a fault of the provider or on the way to it means for the client. */
    public static Refusal upstream(UpstreamFault fault) {
        Refusal refusal = of(fault.status(), SERVER, fault.code(), fault.message());
        return fault.status() == 503 ? refusal.retryAfter(5) : refusal;
    }

    /**
     * Several providers were tried, and none answered: says of each what it did, for none may hide behind another. Status and code are
     * those of the first, which is the one that was asked for.
     */
    static Refusal everyAttemptFailed(List<Failure> failures) {
        String told = failures.stream()
                .map(failure -> failure.step().route().header() + " at "
                        + failure.step().attempt().nameHeader() + ": " + words(failure))
                .distinct()
                .collect(Collectors.joining("; "));
        Failure first = failures.getFirst();
        Refusal refusal = of(
                first.status(),
                first.status() < 500 ? INVALID : SERVER,
                "upstream_" + first.kind().word(),
                "No provider answered. " + told);
        return first.retryAfter()
                .map(wait -> refusal.retryAfter((int) Math.max(1, wait.toSeconds())))
                .orElse(refusal);
    }

    /** A strict budget may not have the money for the call: says the numbers, and when to come back. */
    static Refusal budgetExceeded(Shortage shortage, Instant now) {
        Budget budget = shortage.budget();
        String window = budget.window() == BudgetWindow.TOTAL
                ? "never resets"
                : "resets at " + shortage.period().until().orElseThrow();
        Refusal refusal = of(
                429,
                "insufficient_quota",
                "budget_exceeded",
                "The strict " + budget.window().word() + " budget " + budget.id() + " of the "
                        + budget.scope().word() + " has no money for this call. In millionths of the currency: limit "
                        + shortage.limitMicros() + ", spent " + shortage.spentMicros() + ", reserved "
                        + shortage.reservedMicros() + ", and the call may cost " + shortage.wantedMicros()
                        + "; a smaller max_tokens makes that less. It " + window + ".");
        if (shortage.mayPass()) { // what running calls have reserved may come back soon
            return refusal.retryAfter(1);
        }
        return shortage.period()
                .until()
                .map(end -> refusal.retryAfter((int)
                        Math.max(1, Duration.between(now, end).plusMillis(999).toSeconds())))
                .orElse(refusal);
    }

    /** A limit does not let the call pass: says the numbers, and when it would. */
    static Refusal rateLimited(RateShortage shortage, ClientProtocol protocol, Instant now) {
        RatePart part = shortage.part();
        String what = part.dimension().word();
        String limit = "The limit of the " + part.scope().word() + " is " + part.perMinute() + " " + what + " a minute";
        Refusal refusal = of(
                429,
                "rate_limit_error",
                "rate_limit_exceeded",
                shortage.pause().isEmpty()
                        ? limit + ", and this call has about " + part.amount() + ": it never passes as it is."
                        : limit + "; " + shortage.standing().remaining() + " are left, and this call takes "
                                + part.amount() + ". Try again in "
                                + RateHeaders.spelled(shortage.pause().get()) + ".");
        Refusal told = new Refusal(
                refusal.status(),
                refusal.type(),
                refusal.code(),
                refusal.param(),
                refusal.message(),
                refusal.retryAfterSeconds(),
                RateHeaders.of(shortage.standing(), protocol, now));
        return shortage.pause()
                .map(pause -> told.retryAfter((int) pause.plusNanos(999_999_999).toSeconds()))
                .orElse(told);
    }

    static Refusal unpriced(String model) {
        return of(
                        422,
                        INVALID,
                        "model_not_priced",
                        "A strict budget counts for this call, and the model " + model
                                + " has no price. Give it one, or call one that has.")
                .about("model");
    }

    static Refusal budgetsUnavailable() {
        return of(
                        503,
                        SERVER,
                        "budget_unavailable",
                        "What is left of a strict budget cannot be known now. Try again soon.")
                .retryAfter(2);
    }

    private static String words(Failure failure) {
        return switch (failure) {
            case Failure.Answered answered ->
                answered.status() + " " + answered.kind().word()
                        + (answered.head().readable()
                                ? ", " + shortened(answered.body().toString())
                                : "");
            case Failure.Unanswered unanswered -> unanswered.fault().message();
        };
    }

    private static String shortened(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200) + "…";
    }
}
