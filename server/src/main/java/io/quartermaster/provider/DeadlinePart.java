package io.quartermaster.provider;

import java.time.Duration;

/** A part of a call to a provider that may take too long, and what may be set for it. */
public enum DeadlinePart {
    /** To the provider, TLS included. */
    CONNECT("connect", Duration.ofMinutes(1)),
    /** From the request sent to the first byte of the answer. */
    FIRST_BYTE("first_byte", Duration.ofHours(1)),
    /** From the request sent to the first event of a stream that says something. */
    FIRST_TOKEN("first_token", Duration.ofHours(1)),
    /** Between two pieces of an answer. */
    IDLE("idle", Duration.ofHours(1)),
    /** Of the whole call, from its admission, all attempts included. */
    TOTAL("total", Duration.ofHours(1));

    private final String word;
    private final Duration most;

    DeadlinePart(String word, Duration most) {
        this.word = word;
        this.most = most;
    }

    public String word() {
        return word;
    }

    /** In {@code settings.timeouts} of a provider config. */
    public String setting() {
        return word + "_ms";
    }

    /** Of a request: {@code total} is the plain one, as clients think of a timeout. */
    public String header() {
        return this == TOTAL ? "x-qm-timeout-ms" : "x-qm-" + word.replace('_', '-') + "-timeout-ms";
    }

    public Duration most() {
        return most;
    }
}
