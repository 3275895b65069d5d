package io.quartermaster.testkit.upstream;

import java.time.Duration;

/** When and how fast an upstream reads the body of a request. */
record BodyReading(When when, int pieceBytes, Duration pause) {
    static final BodyReading FIRST = new BodyReading(When.FIRST, Integer.MAX_VALUE, Duration.ZERO);

    enum When {
        FIRST,
        WHILE_ANSWERING,
        NEVER
    }
}
