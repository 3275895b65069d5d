package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.ModelRoute;

/** What the answer's headers tell of how a call was served. */
public record CallFacts(ModelRoute model, Attempt attempt, int attempts, long overheadMicros) {}
