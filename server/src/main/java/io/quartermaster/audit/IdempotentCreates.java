package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.OperationHandler;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates that a client may send again with the same {@code Idempotency-Key}, after an answer that never came. The key is
 * written with the event of the change, in its transaction; a second request finds that event and answers what it shows.
 */
public final class IdempotentCreates {

    /** Another request was sent with this key before. */
    public static final ProblemType KEY_REUSED =
            new ProblemType("idempotency_key_reused", 422, "The Idempotency-Key belongs to another request");

    /** What {@link Audit#record} writes beside the event; an operation of any room reaches it on the same thread. */
    private static final ScopedValue<AuditRequest> CURRENT = ScopedValue.newInstance();

    private final Database database;
    private final Authorizer authorizer;
    private final AuditEventStore store;
    private final AuditChain chain;

    public IdempotentCreates(Database database, Authorizer authorizer, JsonMapper json, AuditSeal seal) {
        this.database = database;
        this.authorizer = authorizer;
        this.store = new AuditEventStore(json);
        this.chain = new AuditChain(seal);
    }

    static Optional<AuditRequest> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** The key of the request that this thread answers; for a table that remembers it itself. */
    public static Optional<String> currentKey() {
        return current().map(AuditRequest::idempotencyKey);
    }

    /** A create in a tenant; who may not create any more is shown nothing of what was created either. */
    public OperationHandler inTenant(
            Permission permission, Function<Call, TenantCaller> callers, OperationHandler create) {
        return repeatable(create, (call, key) -> {
            TenantCaller caller = callers.apply(call);
            authorizer.require(caller, permission);
            return database.readTenant(caller.tenant(), tx -> store.findCreate(tx, caller.label(), key));
        });
    }

    /** A create of what belongs to the deployment. */
    public OperationHandler inDeployment(Permission permission, OperationHandler create) {
        return repeatable(create, (call, key) -> {
            String actor = allowed(call, permission);
            return database.inDeployment(tx -> store.findCreate(tx, actor, key));
        });
    }

    /** The create of a tenant, whose event is in the chain of the tenant it makes. */
    public OperationHandler ofTenant(Permission permission, OperationHandler create) {
        return repeatable(create, (call, key) -> {
            String actor = allowed(call, permission);
            return database.inDeployment(tx -> store.findCreatedTenant(tx, actor, key))
                    .flatMap(tenant -> database.readTenant(tenant, tx -> store.findCreate(tx, actor, key)));
        });
    }

    private String allowed(Call call, Permission permission) {
        Caller caller = call.principal(Caller.class);
        authorizer.require(caller, permission);
        return caller.label();
    }

    /** Those of the same key may run at once: all but one run into a unique index, and then find what that one made. */
    private OperationHandler repeatable(
            OperationHandler create, BiFunction<Call, String, Optional<ChainedEvent>> finding) {
        return call -> {
            Optional<String> key = call.header("idempotency-key");
            if (key.isEmpty()) {
                return create.handle(call);
            }
            AuditRequest request = new AuditRequest(
                    key.get(),
                    chain.request(call.facts().operationId(), call.facts().path(), call.body()));
            Optional<Reply> earlier = finding.apply(call, key.get()).map(event -> replay(event, request));
            if (earlier.isPresent()) {
                return earlier.get();
            }
            try {
                return ScopedValue.where(CURRENT, request).call(() -> create.handle(call));
            } catch (RuntimeException failure) {
                return finding.apply(call, key.get())
                        .map(event -> replay(event, request))
                        .orElseThrow(() -> failure);
            }
        };
    }

    private static Reply replay(ChainedEvent event, AuditRequest request) {
        Bytes before = event.request().orElseThrow().code();
        if (!before.equals(request.code())) {
            throw new Problem(
                    KEY_REUSED,
                    "This Idempotency-Key came with another request before, which made the "
                            + event.event().subjectKind() + " " + event.event().subjectId()
                            + "; send a new key with a new request.");
        }
        JsonNode shown = event.event().after().orElseThrow();
        long version = shown.path("version").asLong(event.event().configVersion()); // a user counts its own
        return Reply.ok(shown).withEtag(version).withHeader("idempotency-replayed", "true");
    }
}
