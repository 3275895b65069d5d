package io.quartermaster;

import io.quartermaster.audit.AuditJson;
import io.quartermaster.model.ModelJson;
import io.quartermaster.node.NodeJson;
import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.provider.ProviderJson;
import io.quartermaster.tenant.TenantJson;
import io.quartermaster.usage.UsageJson;
import java.util.List;
import java.util.stream.Stream;

/** Every {@code jsonb} column of the schema, by the room that writes to it. */
final class JsonColumns {

    private JsonColumns() {}

    static List<JsonColumn> all() {
        return Stream.of(
                        AuditJson.columns(),
                        TenantJson.columns(),
                        ProviderJson.columns(),
                        ModelJson.columns(),
                        UsageJson.columns(),
                        NodeJson.columns())
                .flatMap(List::stream)
                .toList();
    }
}
