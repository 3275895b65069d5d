package io.quartermaster.usage.limit;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a limit lets a call not pass.
 *
 * @param pause until it would; empty when it never will, for it is more than the whole limit
 */
public record RateShortage(RatePart part, RateStanding standing, Optional<Duration> pause) {}
