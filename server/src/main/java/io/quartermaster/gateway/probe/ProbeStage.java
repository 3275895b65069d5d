package io.quartermaster.gateway.probe;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.gateway.UpstreamFault;
import java.util.Locale;

/** What a call to a provider has to pass, in order. */
enum ProbeStage {
    /** A credential is found. */
    CREDENTIAL,
    /** The host has an address that may be called. */
    RESOLVE,
    CONNECT,
    TLS,
    /** The provider answers in HTTP. */
    ANSWER,
    /** It takes the credential. */
    AUTHENTICATE,
    /** It lists its models. */
    LIST;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProbeStage of(UpstreamFault fault) {
        return switch (fault) {
            case ADDRESS_REFUSED, UNRESOLVED -> RESOLVE;
            case IDENTITY_UNAVAILABLE, TOKEN_REFUSED, TOKEN_UNAVAILABLE -> CREDENTIAL;
            case UNREACHABLE, CONNECT_DEADLINE -> CONNECT;
            case TLS_FAILED -> TLS;
            case RESET,
                    MALFORMED,
                    UNTRANSLATABLE,
                    NO_ROOM,
                    REDIRECTED,
                    FIRST_BYTE_DEADLINE,
                    FIRST_TOKEN_DEADLINE,
                    IDLE_DEADLINE,
                    TOTAL_DEADLINE -> ANSWER;
        };
    }
}
