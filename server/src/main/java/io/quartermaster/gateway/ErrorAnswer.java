package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Step;
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

    private static final String DATA = "data:";
    private static final int MOST_READ = 64 << 10;
    private static final int BAD_GATEWAY = 502;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ERROR_OBJECT =
            Pattern.compile("\\s*\\{\\s*(\"type\"\\s*:\\s*\"error\"\\s*,\\s*)?\"error\"\\s*:\\s*[{\"]");

    /** OpenAI and compatible, vLLM, Anthropic, Google, Bedrock, in their published error texts; lower case. */
    private static final List<String> CONTEXT_TOO_LONG = List.of(
            "context_length_exceeded",
            "maximum context length",
            "prompt is too long",
            "exceed context limit",
            "exceeds the maximum number of tokens",
            "input is too long for requested model",
            "too many input tokens");

    /** Google answers 400 where others say 401. */
    private static final List<String> KEY_REFUSED = List.of("api_key_invalid", "api key not valid");

    private static final List<String> RATE_LIMITED = List.of("rate_limit", "rate limit", "overloaded");

    private final InstantSource clock;

    ErrorAnswer(InstantSource clock) {
        this.clock = clock;
    }

    /** The failure that a whole answer is; empty when it is a good one. {@code errorInStream}: a stream began with an error. */
    Optional<Failure> of(Step step, AnswerHead head, Buffer body, boolean errorInStream) {
        int status = head.status();
        if (status < 400) {
            boolean error = errorInStream || (!head.streamed() && head.readable() && isErrorObject(body));
            return error ? Optional.of(withStatusOfSuccess(step, head, body)) : Optional.empty();
        }
        return Optional.of(
                new Failure.Answered(step, kind(status, head, body), status, retryAfter(head.headers()), head, body));
    }

    private static FailureKind kind(int status, AnswerHead head, Buffer body) {
        return switch (status) {
            case 401, 403 -> FailureKind.AUTHENTICATION;
            case 404 -> FailureKind.NOT_FOUND;
            case 408, 429 -> FailureKind.RATE_LIMITED;
            case 400, 413, 422 -> refused(head, body);
            case 424 -> FailureKind.SERVER_ERROR; // Bedrock's word for a model that failed
            default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID;
        };
    }

    private static FailureKind refused(AnswerHead head, Buffer body) {
        if (!head.readable()) {
            return FailureKind.INVALID;
        }
        return says(body, CONTEXT_TOO_LONG)
                ? FailureKind.CONTEXT_TOO_LONG
                : says(body, KEY_REFUSED) ? FailureKind.AUTHENTICATION : FailureKind.INVALID;
    }

    /** An error event is told as the JSON in it, for nobody reads events where the status is an error's. */
    private static Failure withStatusOfSuccess(Step step, AnswerHead head, Buffer body) {
        FailureKind kind = says(body, RATE_LIMITED) ? FailureKind.RATE_LIMITED : FailureKind.SERVER_ERROR;
        Optional<String> event = head.streamed()
                ? body.toString()
                        .lines()
                        .filter(line -> line.startsWith(DATA) && line.contains("\"error\""))
                        .map(line -> line.substring(DATA.length()).strip())
                        .findFirst()
                : Optional.empty();
        if (event.isEmpty()) {
            return new Failure.Answered(step, kind, BAD_GATEWAY, Optional.empty(), head, body);
        }
        MultiMap headers =
                HttpHeaders.headers().addAll(head.headers()).set(HttpHeaders.CONTENT_TYPE, "application/json");
        AnswerHead plain = new AnswerHead(BAD_GATEWAY, headers, -1, false, head.readable());
        return new Failure.Answered(step, kind, BAD_GATEWAY, Optional.empty(), plain, Buffer.buffer(event.get()));
    }

    private static boolean says(Buffer body, List<String> words) {
        String text = body.getString(0, Math.min(body.length(), MOST_READ), StandardCharsets.ISO_8859_1.name())
                .toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }

    /** Whether the body is an object that begins with an {@code error} which is not null. */
    static boolean isErrorObject(Buffer body) {
        String begin = body.getString(0, Math.min(body.length(), 64), StandardCharsets.ISO_8859_1.name());
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
