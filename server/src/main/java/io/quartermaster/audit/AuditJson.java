package io.quartermaster.audit;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.json.StoredJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The {@code jsonb} columns of this room's tables. */
public final class AuditJson {

    private static final Function<String, Optional<String>> SHOWN = StoredJson.tree(
            value -> value.isContainer() ? Optional.empty() : Optional.of("is neither an object nor a list"));

    private AuditJson() {}

    public static List<JsonColumn> columns() {
        return Stream.of("before", "after", "consequences")
                .flatMap(column -> Stream.of(
                        JsonColumn.of("audit_events", column, List.of("tenant_id", "id"), SHOWN),
                        JsonColumn.of("deployment_audit_events", column, List.of("id"), SHOWN)))
                .toList();
    }
}
