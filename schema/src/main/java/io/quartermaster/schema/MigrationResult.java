package io.quartermaster.schema;

import java.util.List;
import java.util.Objects;

/** What a migration run did: the versions it applied (none when there was nothing to do) and where the schema is now. */
public record MigrationResult(List<SchemaVersion> applied, SchemaVersion now) {
    public MigrationResult {
        applied = List.copyOf(applied);
        Objects.requireNonNull(now, "now");
    }
}
