package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
import io.quartermaster.protocol.ContextLength;
import io.quartermaster.provider.ProviderFamily.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a provider's error means, from its status and, where vendors differ, its words. */
final class ErrorAnswer {

    private static final int MOST_READ = 64 << 10;
    private static final int BAD_GATEWAY = 502;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ERROR_OBJECT =
            Pattern.compile("\\s*\\{\\s*(\"type\"\\s*:\\s*\"error\"\\s*,\\s*)?\"error\"\\s*:\\s*[{\"]");

    /** Google answers 400 where others say 401. */
    private static final List<String> KEY_REFUSED = List.of("api_key_invalid", "api key not valid");

    /** What is wrong with the credential itself where a cloud answers 403; most such answers are of the one model that was asked for. */
    private static final List<String> CREDENTIAL_REFUSED = List.of(
            "signature",
            "security token",
            "securitytoken",
            "unrecognizedclient",
            "expiredtoken",
            "missingauthenticationtoken",
            "access token",
            "access_token",
            "bearer token",
            "api key",
            "authentication");

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[^\\s\"\\\\,;]*");
    private static final String SOMEBODYS = "(an ARN of the deployment's)";

    private static final List<String> RATE_LIMITED = List.of("rate_limit", "rate limit", "overloaded");

    private final InstantSource clock;

    ErrorAnswer(InstantSource clock) {
        this.clock = clock;
    }

    /** The failure that a whole answer is; empty when it is a good one. {@code errorInStream}: a stream began with an error. */
    Optional<Failure> of(Step step, AnswerHead head, Buffer body, boolean errorInStream) {
        return failure(step, head, shown(step, head, body), errorInStream);
    }

    /** Whoever has no account of their own at Amazon is not told whose the deployment's is. */
    private static Buffer shown(Step step, AnswerHead head, Buffer body) {
        boolean another = switch (step.attempt().credentialSource()) {
            case AMBIENT, SHARED, DEPLOYMENT -> true;
            case USER, CENTRAL, NONE -> false;
        };
        boolean quotes =
                another && step.protocol() == Protocol.BEDROCK && head.readable() && body.length() <= MOST_READ;
        return quotes ? Buffer.buffer(ARN.matcher(body.toString()).replaceAll(SOMEBODYS)) : body;
    }

    private Optional<Failure> failure(Step step, AnswerHead head, Buffer body, boolean errorInStream) {
        int status = head.status();
        if (status < 400) {
            boolean error = errorInStream || (!head.streamed() && head.readable() && isErrorObject(body));
            return error ? Optional.of(withStatusOfSuccess(step, head, body)) : Optional.empty();
        }
        return Optional.of(
                new Failure.Answered(step, kind(step, head, body), status, retryAfter(head.headers()), head, body));
    }

    private static FailureKind kind(Step step, AnswerHead head, Buffer body) {
        int status = head.status();
        return switch (status) {
            case 401 -> FailureKind.AUTHENTICATION;
            case 403 -> forbidden(step, head, body);
            case 404 -> FailureKind.NOT_FOUND;
            case 408, 429 -> FailureKind.RATE_LIMITED;
            case 400, 413, 422 -> refused(head, body);
            case 424 -> FailureKind.SERVER_ERROR; // Bedrock's word for a model that failed
            default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID;
        };
    }

    /** Clouds forbid models one by one; what is said of one says nothing of the provider's others. */
    private static FailureKind forbidden(Step step, AnswerHead head, Buffer body) {
        boolean ofTheModel = (step.protocol() == Protocol.BEDROCK || step.protocol() == Protocol.VERTEX)
                && head.readable()
                && !says(body, CREDENTIAL_REFUSED)
                && !says(Buffer.buffer(String.valueOf(head.headers().get("x-amzn-errortype"))), CREDENTIAL_REFUSED);
        return ofTheModel ? FailureKind.NOT_FOUND : FailureKind.AUTHENTICATION;
    }

    private static FailureKind refused(AnswerHead head, Buffer body) {
        if (!head.readable()) {
            return FailureKind.INVALID;
        }
        return ContextLength.isExceeded(text(body))
                ? FailureKind.CONTEXT_TOO_LONG
                : says(body, KEY_REFUSED) ? FailureKind.AUTHENTICATION : FailureKind.INVALID;
    }

    /** An error event is told as the JSON in it, for nobody reads events where the status is an error's. */
    private static Failure withStatusOfSuccess(Step step, AnswerHead head, Buffer body) {
        Optional<String> event = head.streamed() ? ErrorEvent.lastOf(body.toString()) : Optional.empty();
        FailureKind kind = says(event.map(Buffer::buffer).orElse(body), RATE_LIMITED)
                ? FailureKind.RATE_LIMITED
                : FailureKind.SERVER_ERROR;
        if (event.isEmpty()) {
            return new Failure.Answered(step, kind, BAD_GATEWAY, Optional.empty(), head, body);
        }
        MultiMap headers =
                HttpHeaders.headers().addAll(head.headers()).set(HttpHeaders.CONTENT_TYPE, "application/json");
        AnswerHead plain = new AnswerHead(BAD_GATEWAY, headers, -1, false, head.readable());
        return new Failure.Answered(step, kind, BAD_GATEWAY, Optional.empty(), plain, Buffer.buffer(event.get()));
    }

    private static boolean says(Buffer body, List<String> words) {
        String text = text(body).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }

    private static String text(Buffer body) {
        return body.getString(0, Math.min(body.length(), MOST_READ), StandardCharsets.ISO_8859_1.name());
    }

    /** Whether the body is an object that begins with an {@code error} which is not null. */
    static boolean isErrorObject(Buffer body) {
        String begin = body.getString(0, Math.min(body.length(), 64), StandardCharsets.ISO_8859_1.name());
        return isErrorObject(begin);
    }

    static boolean isErrorObject(String begin) {
        return ERROR_OBJECT.matcher(begin).lookingAt();
    }

    /** {@code retry-after-ms} in milliseconds, {@code Retry-After} in seconds or as a date (RFC 9110 10.2.3). */
    Optional<Duration> retryAfter(MultiMap headers) {
        return Stream.of(
                        number(headers.get("retry-after-ms")).map(Duration::ofMillis),
                        after(headers.get("retry-after")))
                .flatMap(Optional::stream)
                .filter(wait -> !wait.isNegative())
                .findFirst();
    }

    private Optional<Duration> after(@Nullable String value) {
        Optional<Duration> seconds = number(value).map(Duration::ofSeconds);
        if (seconds.isPresent() || value == null) {
            return seconds;
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), at));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(@Nullable String value) {
        return value != null && NUMBER.matcher(value).matches() ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }
}
