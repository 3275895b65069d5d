package io.quartermaster.node;

import io.quartermaster.platform.db.JsonColumn;
import io.quartermaster.platform.json.Json;
import io.quartermaster.platform.json.StoredJson;
import java.util.List;

/** The {@code jsonb} column of this room's table. */
public final class NodeJson {

    private NodeJson() {}

    public static List<JsonColumn> columns() {
        return List.of(JsonColumn.of(
                "nodes",
                "report",
                List.of("id"),
                StoredJson.readableAs("a node's report", json -> Json.readStored(json, NodeReport.class))));
    }
}
