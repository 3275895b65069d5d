package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentChangeTx;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Records changes in the transaction that makes them, and shows them. */
public final class Audit {

    private final Database database;
    private final Authorizer authorizer;
    private final Ids ids;
    private final CanonicalJson json;
    private final AuditEventStore store;
    private final ActorNameStore names = new ActorNameStore();
    private final AuditHeadStore heads = new AuditHeadStore();
    private final AuditChain chain;

    public Audit(Database database, Authorizer authorizer, Ids ids, JsonMapper json, AuditSeal seal) {
        this.database = database;
        this.authorizer = authorizer;
        this.ids = ids;
        this.json = new CanonicalJson(json);
        this.store = new AuditEventStore(json);
        this.chain = new AuditChain(seal);
    }

    /**
     * Records the one event of a change, which lets its transaction commit.
     *
     * @param before how the subject was shown before, empty if it is new
     * @param after how it is shown now, empty if it is gone
     */
    public void record(
            TenantTx tx,
            TenantCaller caller,
            String action,
            AuditSubject subject,
            Optional<?> before,
            Optional<?> after,
            Optional<?> consequences) {
        Change change = new Change(action, subject, before, after, consequences);
        AuditEvent event = event(tx.version(), tx.now(), caller.caller(), caller.label(), caller.requestId(), change);
        AuditHead head = heads.find(tx).orElse(AuditChain.EMPTY);
        if (head.equals(AuditChain.EMPTY)) {
            heads.putChains(tx, chain.chains(heads.lockChains(tx).seq() + 1));
        }
        Signed signed = sign(AuditChain.of(tx.tenant()), head, event);
        store.insert(tx, event, signed.request(), signed.link());
        heads.put(tx, signed.head());
        tx.changed();
    }

    /** As above, for a change of what belongs to the deployment. */
    public void record(
            DeploymentChangeTx tx,
            DeploymentCaller caller,
            String action,
            AuditSubject subject,
            Optional<?> before,
            Optional<?> after,
            Optional<?> consequences) {
        Change change = new Change(action, subject, before, after, consequences);
        AuditEvent event = event(tx.version(), tx.now(), caller.caller(), caller.label(), caller.requestId(), change);
        AuditHead head = heads.find(tx).orElse(AuditChain.EMPTY);
        Signed signed = sign(AuditChain.ofDeployment(), head, event);
        store.insert(tx, event, signed.request(), signed.link());
        heads.put(tx, signed.head());
        tx.changed();
    }

    private record Change(
            String action, AuditSubject subject, Optional<?> before, Optional<?> after, Optional<?> consequences) {}

    private AuditEvent event(long version, Instant now, Caller caller, String label, String requestId, Change change) {
        return new AuditEvent(
                ids.next(),
                version,
                now,
                caller.kind().word(),
                label,
                change.action(),
                change.subject().kind(),
                change.subject().id(),
                change.before().map(json::tree),
                change.after().map(json::tree),
                change.consequences().map(json::tree),
                requestId);
    }

    /** An event's place in its chain, and the head behind it. */
    private record Signed(AuditHead head, Optional<AuditRequest> request, ChainedEvent.Link link) {}

    private Signed sign(String name, AuditHead head, AuditEvent event) {
        Optional<AuditRequest> request = IdempotentCreates.current();
        Bytes mac = chain.sign(name, head, event, request);
        AuditHead next = chain.next(name, head, mac);
        return new Signed(next, request, new ChainedEvent.Link(next.seq(), mac));
    }

    /** The tenant's events, newest first. */
    public Page<ShownAuditEvent> list(TenantCaller caller, AuditFilter filter, PageRequest page) {
        authorizer.require(caller, Permission.READ_AUDIT);
        return database.readTenant(caller.tenant(), tx -> {
            Page<AuditEvent> events = store.list(tx, filter, page);
            return shown(events, names.names(tx, actors(events)));
        });
    }

    /** The deployment's own events, newest first. */
    public Page<ShownAuditEvent> list(DeploymentCaller caller, AuditFilter filter, PageRequest page) {
        authorizer.require(caller.caller(), Permission.READ_DEPLOYMENT_AUDIT);
        return database.inDeployment(tx -> {
            Page<AuditEvent> events = store.list(tx, filter, page);
            return shown(events, names.names(tx, actors(events)));
        });
    }

    private static List<String> actors(Page<AuditEvent> events) {
        return events.data().stream().map(AuditEvent::actor).distinct().toList();
    }

    private static Page<ShownAuditEvent> shown(Page<AuditEvent> events, Map<String, String> names) {
        return events.map(event -> new ShownAuditEvent(event, Optional.ofNullable(names.get(event.actor()))));
    }
}
