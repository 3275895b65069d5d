package io.quartermaster.audit;

import static io.quartermaster.schema.jooq.Tables.AUDIT_EVENTS;
import static io.quartermaster.schema.jooq.Tables.DEPLOYMENT_AUDIT_EVENTS;
import static io.quartermaster.schema.jooq.Tables.TENANTS;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Cursor;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SQL of {@code audit_events} and {@code deployment_audit_events}. */
final class AuditEventStore {

    private final JsonMapper json;
    private final CanonicalJson exact;

    AuditEventStore(JsonMapper json) {
        this.json = json;
        this.exact = new CanonicalJson(json);
    }

    void insert(TenantTx tx, AuditEvent event, Optional<AuditRequest> request, ChainedEvent.Link link) {
        tx.sql()
                .insertInto(AUDIT_EVENTS)
                .set(AUDIT_EVENTS.TENANT_ID, tx.tenant().value())
                .set(written(AUDIT_EVENTS, event, request, link))
                .execute();
    }

    void insert(DeploymentChangeTx tx, AuditEvent event, Optional<AuditRequest> request, ChainedEvent.Link link) {
        tx.sql()
                .insertInto(DEPLOYMENT_AUDIT_EVENTS)
                .set(written(DEPLOYMENT_AUDIT_EVENTS, event, request, link))
                .execute();
    }

    /** The columns that both tables have. */
    private Map<Field<?>, Object> written(
            Table<?> table, AuditEvent event, Optional<AuditRequest> request, ChainedEvent.Link link) {
        Map<Field<?>, Object> values = new HashMap<>();
        values.put(in(table, AUDIT_EVENTS.ID), event.id());
        values.put(in(table, AUDIT_EVENTS.CONFIG_VERSION), event.configVersion());
        values.put(in(table, AUDIT_EVENTS.OCCURRED_AT), event.occurredAt());
        values.put(in(table, AUDIT_EVENTS.ACTOR_KIND), event.actorKind());
        values.put(in(table, AUDIT_EVENTS.ACTOR), event.actor());
        values.put(in(table, AUDIT_EVENTS.ACTION), event.action());
        values.put(in(table, AUDIT_EVENTS.SUBJECT_KIND), event.subjectKind());
        values.put(in(table, AUDIT_EVENTS.SUBJECT_ID), event.subjectId());
        values.put(in(table, AUDIT_EVENTS.BEFORE), write(event.before()));
        values.put(in(table, AUDIT_EVENTS.AFTER), write(event.after()));
        values.put(in(table, AUDIT_EVENTS.CONSEQUENCES), write(event.consequences()));
        values.put(in(table, AUDIT_EVENTS.REQUEST_ID), event.requestId());
        values.put(in(table, AUDIT_EVENTS.SEQ), link.seq());
        values.put(in(table, AUDIT_EVENTS.MAC), link.mac().toByteArray());
        values.put(
                in(table, AUDIT_EVENTS.IDEMPOTENCY_KEY),
                request.map(AuditRequest::idempotencyKey).orElse(null));
        values.put(
                in(table, AUDIT_EVENTS.REQUEST_HASH),
                request.map(asked -> asked.code().toByteArray()).orElse(null));
        return values;
    }

    private static <T> Field<T> in(Table<?> table, Field<T> column) {
        return Objects.requireNonNull(table.field(column), column.getName());
    }

    /** Newest first. The config version orders a tenant's events: one a change, in order of commit. */
    Page<AuditEvent> list(TenantScope tx, AuditFilter filter, PageRequest page) {
        return list(
                tx.sql(), AUDIT_EVENTS, AUDIT_EVENTS.TENANT_ID.eq(tx.tenant().value()), filter, page);
    }

    /** The deployment's, newest first. */
    Page<AuditEvent> list(DeploymentTx tx, AuditFilter filter, PageRequest page) {
        return list(tx.sql(), DEPLOYMENT_AUDIT_EVENTS, DSL.noCondition(), filter, page);
    }

    private Page<AuditEvent> list(
            DSLContext sql, Table<?> table, Condition whose, AuditFilter filter, PageRequest page) {
        Field<Long> version = in(table, AUDIT_EVENTS.CONFIG_VERSION);
        Condition after =
                page.after().map(cursor -> version.lt(cursor.number(0))).orElse(DSL.noCondition());
        List<AuditEvent> events = sql.selectFrom(table)
                .where(whose)
                .and(matching(table, filter))
                .and(after)
                .orderBy(version.desc())
                .limit(page.limit() + 1)
                .fetch(row -> read(row).event());
        return Page.of(events, page, event -> Cursor.of(String.valueOf(event.configVersion())));
    }

    /** Oldest first, with their places, from behind a version on. */
    List<ChainedEvent> listUpwards(TenantScope tx, AuditFilter filter, long after, int limit) {
        return listUpwards(
                tx.sql(), AUDIT_EVENTS, AUDIT_EVENTS.TENANT_ID.eq(tx.tenant().value()), filter, after, limit);
    }

    /** The deployment's, oldest first. */
    List<ChainedEvent> listUpwards(DeploymentTx tx, AuditFilter filter, long after, int limit) {
        return listUpwards(tx.sql(), DEPLOYMENT_AUDIT_EVENTS, DSL.noCondition(), filter, after, limit);
    }

    private List<ChainedEvent> listUpwards(
            DSLContext sql, Table<?> table, Condition whose, AuditFilter filter, long after, int limit) {
        Field<Long> version = in(table, AUDIT_EVENTS.CONFIG_VERSION);
        return sql.selectFrom(table)
                .where(whose)
                .and(matching(table, filter))
                .and(version.gt(after))
                .orderBy(version)
                .limit(limit)
                .fetch(this::read);
    }

    private static Condition matching(Table<?> table, AuditFilter filter) {
        List<Condition> conditions = new ArrayList<>();
        filter.action().map(in(table, AUDIT_EVENTS.ACTION)::eq).ifPresent(conditions::add);
        filter.subjectKind().map(in(table, AUDIT_EVENTS.SUBJECT_KIND)::eq).ifPresent(conditions::add);
        filter.subjectId().map(in(table, AUDIT_EVENTS.SUBJECT_ID)::eq).ifPresent(conditions::add);
        filter.actor().map(in(table, AUDIT_EVENTS.ACTOR)::eq).ifPresent(conditions::add);
        filter.from().map(in(table, AUDIT_EVENTS.OCCURRED_AT)::ge).ifPresent(conditions::add);
        filter.to().map(in(table, AUDIT_EVENTS.OCCURRED_AT)::lt).ifPresent(conditions::add);
        return DSL.and(conditions);
    }

    /** The event that a create with this key left in the transaction's tenant. */
    Optional<ChainedEvent> findCreate(TenantScope tx, String actor, String idempotencyKey) {
        return tx.sql()
                .selectFrom(AUDIT_EVENTS)
                .where(AUDIT_EVENTS.TENANT_ID.eq(tx.tenant().value()))
                .and(AUDIT_EVENTS.ACTOR.eq(actor))
                .and(AUDIT_EVENTS.IDEMPOTENCY_KEY.eq(idempotencyKey))
                .fetchOptional(this::read);
    }

    /** The event that a create with this key left in the deployment's chain. */
    Optional<ChainedEvent> findCreate(DeploymentTx tx, String actor, String idempotencyKey) {
        return tx.sql()
                .selectFrom(DEPLOYMENT_AUDIT_EVENTS)
                .where(DEPLOYMENT_AUDIT_EVENTS.ACTOR.eq(actor))
                .and(DEPLOYMENT_AUDIT_EVENTS.IDEMPOTENCY_KEY.eq(idempotencyKey))
                .fetchOptional(this::read);
    }

    /** The tenant that a create with this key made. */
    Optional<TenantId> findCreatedTenant(DeploymentTx tx, String actor, String idempotencyKey) {
        return tx.sql()
                .select(TENANTS.ID)
                .from(TENANTS)
                .where(TENANTS.CREATED_BY.eq(actor))
                .and(TENANTS.IDEMPOTENCY_KEY.eq(idempotencyKey))
                .fetchOptional(row -> new TenantId(row.value1()));
    }

    ChainedEvent read(Record row) {
        @Nullable Long seq = row.get(AUDIT_EVENTS.SEQ);
        @Nullable String idempotencyKey = row.get(AUDIT_EVENTS.IDEMPOTENCY_KEY);
        return new ChainedEvent(
                event(row),
                idempotencyKey == null
                        ? Optional.empty()
                        : Optional.of(
                                new AuditRequest(idempotencyKey, Bytes.copyFrom(row.get(AUDIT_EVENTS.REQUEST_HASH)))),
                seq == null
                        ? Optional.empty()
                        : Optional.of(new ChainedEvent.Link(seq, Bytes.copyFrom(row.get(AUDIT_EVENTS.MAC)))));
    }

    private AuditEvent event(Record row) {
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
        return Optional.ofNullable(value).map(JSONB::data).map(exact::parse);
    }
}
