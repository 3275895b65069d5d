package io.quartermaster.usage.limit;

import static io.quartermaster.schema.jooq.Tables.NODE_LIVES;

import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.DeploymentTx;
import java.time.Duration;
import java.time.Instant;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** SQL of {@code node_lives}; its times are the database's, since nodes' clocks differ. */
final class NodeLifeStore {

    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** Says that a life goes on, and answers with the number of those that do. */
    int beat(DeploymentTx tx, NodeLife life, Duration alive) {
        Instant now = now(tx);
        tx.sql()
                .insertInto(NODE_LIVES)
                .set(NODE_LIVES.ID, life.id())
                .set(NODE_LIVES.NODE_ID, life.node())
                .set(NODE_LIVES.STARTED_AT, now)
                .set(NODE_LIVES.SEEN_AT, now)
                .onConflict(NODE_LIVES.ID)
                .doUpdate()
                .set(NODE_LIVES.SEEN_AT, DSL.excluded(NODE_LIVES.SEEN_AT))
                .execute();
        tx.sql()
                .deleteFrom(NODE_LIVES)
                .where(NODE_LIVES.SEEN_AT.lt(now.minus(REMEMBERED)))
                .execute();
        return tx.sql().fetchCount(NODE_LIVES, NODE_LIVES.SEEN_AT.gt(now.minus(alive)));
    }

    /** Whether other nodes live: earlier lives of this one are over. */
    boolean othersLive(DeploymentTx tx, NodeLife life, Duration alive) {
        return tx.sql()
                .fetchExists(
                        NODE_LIVES,
                        NODE_LIVES.NODE_ID.ne(life.node()).and(NODE_LIVES.SEEN_AT.gt(now(tx).minus(alive))));
    }

    private static Instant now(DeploymentTx tx) {
        return tx.sql()
                .select(DSL.currentTimestamp().cast(SQLDataType.INSTANT))
                .fetchSingle()
                .value1();
    }

    int end(DeploymentTx tx, NodeLife life) {
        return tx.sql()
                .deleteFrom(NODE_LIVES)
                .where(NODE_LIVES.ID.eq(life.id()))
                .execute();
    }
}
