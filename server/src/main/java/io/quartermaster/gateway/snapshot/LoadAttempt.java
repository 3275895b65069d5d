package io.quartermaster.gateway.snapshot;

/** One reading of a tenant: when it began, and the newest versions that were known then. */
record LoadAttempt(long version, long deploymentVersion, long began) {

    /** Whether it is no older than what was known when the attempt began, and so than what those knew who had asked by then. */
    boolean isAnsweredBy(WarmTenant loaded) {
        return loaded.snapshot().version() >= version && loaded.snapshot().deploymentVersion() >= deploymentVersion;
    }
}
