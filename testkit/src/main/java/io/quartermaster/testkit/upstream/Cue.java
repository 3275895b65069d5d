package io.quartermaster.testkit.upstream;

import java.util.function.Function;

/** Which script a request gets: known at its head, or found from the whole request. */
record Cue(BodyReading reading, Function<Exchange, Script> script) {
    static Cue of(Script script) {
        return new Cue(script.reading, exchange -> script);
    }

    static Cue from(Function<Exchange, Script> script) {
        return new Cue(BodyReading.FIRST, script);
    }
}
