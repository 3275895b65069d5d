package io.quartermaster.gateway;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a failed attempt means for what may be tried next. */
public enum FailureKind {
    RATE_LIMITED("rate_limited", true, Reach.EVERY_OTHER),
    SERVER_ERROR("server_error", true, Reach.EVERY_OTHER),
    CONNECTION("connection", true, Reach.EVERY_OTHER),
    TIMED_OUT("timed_out", false, Reach.EVERY_OTHER),
    /** What is at the provider's address cannot be called, or is no provider. */
    WRONG_ADDRESS("wrong_address", false, Reach.EVERY_OTHER),
    /** The provider does not take our key: another call with it would fail the same way. */
    AUTHENTICATION("authentication", false, Reach.EVERY_OTHER),
    /** The provider does not know the model; a sibling may. */
    NOT_FOUND("not_found", false, Reach.EVERY_OTHER),
    CONTEXT_TOO_LONG("context_too_long", false, Reach.OTHER_MODELS),
    /** The request itself is refused, a content filter's verdict included: no other provider is asked for a second opinion. */
    INVALID("invalid", false, Reach.NOBODY);

    /** Who else may be asked. */
    enum Reach {
        NOBODY,
        OTHER_MODELS,
        EVERY_OTHER
    }

    private final String word;
    private final boolean again;
    private final Reach reach;

    FailureKind(String word, boolean again, Reach reach) {
        this.word = word;
        this.again = again;
        this.reach = reach;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** Whether the same provider may do better at once. */
    boolean again() {
        return again;
    }

    Reach reach() {
        return reach;
    }

    static FailureKind of(UpstreamFault fault) {
        return switch (fault) {
            case ADDRESS_REFUSED, UNRESOLVED, TLS_FAILED, REDIRECTED -> WRONG_ADDRESS;
            case IDENTITY_UNAVAILABLE, TOKEN_REFUSED -> AUTHENTICATION;
            case TOKEN_UNAVAILABLE, UNREACHABLE, RESET, MALFORMED -> CONNECTION;
            case UNTRANSLATABLE -> SERVER_ERROR;
            case NO_ROOM -> INVALID;
            case CONNECT_DEADLINE, FIRST_BYTE_DEADLINE, FIRST_TOKEN_DEADLINE, IDLE_DEADLINE, TOTAL_DEADLINE ->
                TIMED_OUT;
        };
    }
}
