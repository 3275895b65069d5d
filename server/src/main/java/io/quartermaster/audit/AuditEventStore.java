package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.AUDIT_EVENTS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_AUDIT_EVENTS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SQL of {@code audit_events} and {@code deployment_audit_events}. */
final class AuditEventStore {

    private final JsonMapper json;

    AuditEventStore(JsonMapper json) {
        this.json = json;
    }

    void insert(TenantTx tx, AuditEvent event, long seq, Bytes mac) {
        tx.sql()
                .insertInto(AUDIT_EVENTS)
                .set(AUDIT_EVENTS.TENANT_ID, tx.tenant().value())
                .set(AUDIT_EVENTS.ID, event.id())
                .set(AUDIT_EVENTS.CONFIG_VERSION, event.configVersion())
                .set(AUDIT_EVENTS.OCCURRED_AT, event.occurredAt())
                .set(AUDIT_EVENTS.ACTOR_KIND, event.actorKind())
                .set(AUDIT_EVENTS.ACTOR, event.actor())
                .set(AUDIT_EVENTS.ACTION, event.action())
                .set(AUDIT_EVENTS.SUBJECT_KIND, event.subjectKind())
                .set(AUDIT_EVENTS.SUBJECT_ID, event.subjectId())
                .set(AUDIT_EVENTS.BEFORE, write(event.before()))
                .set(AUDIT_EVENTS.AFTER, write(event.after()))
                .set(AUDIT_EVENTS.CONSEQUENCES, write(event.consequences()))
                .set(AUDIT_EVENTS.REQUEST_ID, event.requestId())
                .set(AUDIT_EVENTS.SEQ, seq)
                .set(AUDIT_EVENTS.MAC, mac.toByteArray())
                .execute();
    }

    void insert(DeploymentChangeTx tx, AuditEvent event, long seq, Bytes mac) {
        tx.sql()
                .insertInto(DEPLOYMENT_AUDIT_EVENTS)
                .set(DEPLOYMENT_AUDIT_EVENTS.ID, event.id())
                .set(DEPLOYMENT_AUDIT_EVENTS.CONFIG_VERSION, event.configVersion())
                .set(DEPLOYMENT_AUDIT_EVENTS.OCCURRED_AT, event.occurredAt())
                .set(DEPLOYMENT_AUDIT_EVENTS.ACTOR_KIND, event.actorKind())
                .set(DEPLOYMENT_AUDIT_EVENTS.ACTOR, event.actor())
                .set(DEPLOYMENT_AUDIT_EVENTS.ACTION, event.action())
                .set(DEPLOYMENT_AUDIT_EVENTS.SUBJECT_KIND, event.subjectKind())
                .set(DEPLOYMENT_AUDIT_EVENTS.SUBJECT_ID, event.subjectId())
                .set(DEPLOYMENT_AUDIT_EVENTS.BEFORE, write(event.before()))
                .set(DEPLOYMENT_AUDIT_EVENTS.AFTER, write(event.after()))
                .set(DEPLOYMENT_AUDIT_EVENTS.CONSEQUENCES, write(event.consequences()))
                .set(DEPLOYMENT_AUDIT_EVENTS.REQUEST_ID, event.requestId())
                .set(DEPLOYMENT_AUDIT_EVENTS.SEQ, seq)
                .set(DEPLOYMENT_AUDIT_EVENTS.MAC, mac.toByteArray())
                .execute();
    }

    /** Newest first. The config version orders a tenant's events: one a change, in order of commit. */
    Page<AuditEvent> list(TenantScope tx, PageRequest page) {
        Condition after = page.after()
                .map(cursor -> AUDIT_EVENTS.CONFIG_VERSION.lt(cursor.number(0)))
                .orElse(DSL.noCondition());
        List<AuditEvent> events = tx.sql()
                .selectFrom(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(after)
                .orderBy(AUDIT_EVENTS.CONFIG_VERSION.desc())
                .limit(page.limit() + 1)
                .fetch(this::read);
        return Page.of(events, page, event -> new Cursor(List.of(String.valueOf(event.configVersion()))));
    }

    private AuditEvent read(Record row) {
        return new AuditEvent(
                row.get(AUDIT_EVENTS.ID),
                row.get(AUDIT_EVENTS.CONFIG_VERSION),
                row.get(AUDIT_EVENTS.OCCURRED_AT),
                row.get(AUDIT_EVENTS.ACTOR_KIND),
                row.get(AUDIT_EVENTS.ACTOR),
                row.get(AUDIT_EVENTS.ACTION),
                row.get(AUDIT_EVENTS.SUBJECT_KIND),
                row.get(AUDIT_EVENTS.SUBJECT_ID),
                parse(row.get(AUDIT_EVENTS.BEFORE)),
                parse(row.get(AUDIT_EVENTS.AFTER)),
                parse(row.get(AUDIT_EVENTS.CONSEQUENCES)),
                row.get(AUDIT_EVENTS.REQUEST_ID));
    }

    private @Nullable JSONB write(Optional<JsonNode> tree) {
        return tree.map(json::writeValueAsString).map(JSONB::jsonb).orElse(null);
    }

    private Optional<JsonNode> parse(@Nullable JSONB value) {
        return Optional.ofNullable(value).map(JSONB::data).map(json::readTree);
    }
}
