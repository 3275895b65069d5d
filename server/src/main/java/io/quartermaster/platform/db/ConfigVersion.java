package io.quartermaster.platform.db;

import java.time.Instant;

/** A tenant's config version and the time of the change that made it. */
public record ConfigVersion(long version, Instant changedAt) {}
