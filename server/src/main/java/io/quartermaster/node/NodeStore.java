package io.quartermaster.node;

import static io.quartermaster.schema.jooq.Tables.NODES;

import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import tools.jackson.core.JacksonException;

/** SQL of {@code nodes}; its times are the database's, since nodes' clocks differ. */
final class NodeStore {

    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int MOST = 200;

    /** A node as it told of itself last. */
    record Told(UUID node, UUID life, Instant startedAt, Instant seenAt, NodeReport report) {
        static final Comparator<Told> BY_START =
                Comparator.comparing(Told::startedAt).thenComparing(Told::node);

        /** As it is to be shown once it has told nothing for too long. */
        Told silent() {
            return new Told(
                    node,
                    life,
                    startedAt,
                    seenAt,
                    report.unready("It has told nothing since " + seenAt
                            + ": it was killed, or is cut off from the database."));
        }
    }

    /** Keeps what a node tells. */
    void tell(DeploymentTx tx, NodeLife life, NodeReport report) {
        Instant now = now(tx);
        tx.sql()
                .insertInto(NODES)
                .set(NODES.ID, life.node())
                .set(NODES.LIFE_ID, life.id())
                .set(NODES.STARTED_AT, now)
                .set(NODES.SEEN_AT, now)
                .set(NODES.REPORT, JSONB.jsonb(Json.text(report)))
                .onConflict(NODES.ID)
                .doUpdate()
                .set(
                        NODES.STARTED_AT,
                        DSL.when(NODES.LIFE_ID.eq(DSL.excluded(NODES.LIFE_ID)), NODES.STARTED_AT)
                                .otherwise(DSL.excluded(NODES.STARTED_AT)))
                .set(NODES.LIFE_ID, DSL.excluded(NODES.LIFE_ID))
                .set(NODES.SEEN_AT, DSL.excluded(NODES.SEEN_AT))
                .set(NODES.REPORT, DSL.excluded(NODES.REPORT))
                .execute();
    }

    /** Forgets nodes that have told nothing for a day; in a transaction of its own, as two that come back may be those. */
    int forget(DeploymentTx tx) {
        return tx.sql()
                .deleteFrom(NODES)
                .where(NODES.SEEN_AT.lt(now(tx).minus(REMEMBERED)))
                .execute();
    }

    /** Those that told last, by when they started. */
    List<Told> list(DeploymentTx tx) {
        return tx
                .sql()
                .selectFrom(NODES)
                .orderBy(NODES.SEEN_AT.desc(), NODES.ID)
                .limit(MOST)
                .fetch(NodeStore::read)
                .stream()
                .sorted(Told.BY_START)
                .toList();
    }

    int end(DeploymentTx tx, NodeLife life) {
        return tx.sql()
                .deleteFrom(NODES)
                .where(NODES.ID.eq(life.node()))
                .and(NODES.LIFE_ID.eq(life.id()))
                .execute();
    }

    Instant now(DeploymentTx tx) {
        return tx.sql()
                .select(DSL.currentTimestamp().cast(SQLDataType.INSTANT))
                .fetchSingle()
                .value1();
    }

    private static Told read(Record row) {
        return new Told(
                row.get(NODES.ID),
                row.get(NODES.LIFE_ID),
                row.get(NODES.STARTED_AT),
                row.get(NODES.SEEN_AT),
                report(row.get(NODES.REPORT).data()));
    }

    private static NodeReport report(String json) {
        try {
            return Json.readStored(json, NodeReport.class);
        } catch (JacksonException ofAnotherRelease) {
            return NodeReport.unreadable();
        }
    }
}
