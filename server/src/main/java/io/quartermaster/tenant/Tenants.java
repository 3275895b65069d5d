package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.audit.IdempotentCreates;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.secret.KeyRing;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates, reads, changes and archives tenants. */
public final class Tenants {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final KeyRing keyRing;
    private final ConfigVersions versions;
    private final Ids ids;
    private final TenantStore store = new TenantStore();

    public Tenants(
            Database database, Authorizer authorizer, Audit audit, KeyRing keyRing, ConfigVersions versions, Ids ids) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.keyRing = keyRing;
        this.versions = versions;
        this.ids = ids;
    }

    Page<Tenant> list(Caller caller, PageRequest page) {
        authorizer.require(caller, Permission.LIST_TENANTS);
        return database.inDeployment(tx -> store.list(tx, page));
    }

    Tenant create(Caller caller, String requestId, String slug, String name, List<String> deploymentKeyFamilies) {
        authorizer.require(caller, Permission.CHANGE_TENANTS);
        TenantCaller creator = new TenantCaller(
                caller, new TenantId(ids.next()), Role.OPERATOR, TenantCaller.TenantState.ACTIVE, requestId);
        return meaning(() -> database.inNewTenant(creator.tenant(), tx -> {
            Tenant tenant = new Tenant(
                    tx.tenant(),
                    slug,
                    name,
                    TenantStatus.ACTIVE,
                    deploymentKeyFamilies,
                    tx.version(),
                    tx.now(),
                    creator.label(),
                    tx.now(),
                    creator.label());
            store.insert(tx, tenant, IdempotentCreates.currentKey());
            versions.insertFirst(tx);
            keyRing.createDataKey(tx);
            audit.record(
                    tx,
                    creator,
                    "tenant.create",
                    subject(tenant),
                    Optional.empty(),
                    Optional.of(tenant),
                    Optional.empty());
            return tenant;
        }));
    }

    Tenant read(TenantCaller caller) {
        authorizer.require(caller, Permission.READ_TENANT);
        return database.readTenant(caller.tenant(), this::require);
    }

    Tenant change(TenantCaller caller, Precondition expected, TenantChanges changes) {
        authorizer.require(caller, Permission.CHANGE_TENANTS);
        return rewrite(
                caller,
                expected,
                "tenant.change",
                (tx, before) -> new Tenant(
                        before.id(),
                        changes.slug().or(before.slug()),
                        changes.name().or(before.name()),
                        changes.status().or(before.status()),
                        changes.deploymentKeyFamilies().or(before.deploymentKeyFamilies(), List.of()),
                        tx.version(),
                        before.createdAt(),
                        before.createdBy(),
                        tx.now(),
                        caller.label()));
    }

    /** Hides the tenant from all but operators and shuts its keys out; nothing is deleted. */
    Tenant archive(TenantCaller caller, Precondition expected) {
        authorizer.require(caller, Permission.ARCHIVE_TENANT);
        return rewrite(
                caller,
                expected,
                "tenant.archive",
                (tx, before) -> new Tenant(
                        before.id(),
                        before.slug(),
                        before.name(),
                        TenantStatus.ARCHIVED,
                        before.deploymentKeyFamilies(),
                        tx.version(),
                        before.createdAt(),
                        before.createdBy(),
                        tx.now(),
                        caller.label()));
    }

    /** The tenant of a slug or an id, whoever asks; for finding out whether the caller may name it. */
    Optional<Tenant> find(String slugOrId) {
        return database.inDeployment(
                tx -> TenantId.parse(slugOrId).map(id -> store.find(tx, id)).orElseGet(() -> store.find(tx, slugOrId)));
    }

    /**
     * The tenant of a slug or an id, for work that is the operator's own.
     *
     * @throws Problem 404 when there is none
     */
    public Tenant require(String slugOrId) {
        return find(slugOrId).orElseThrow(Tenants::missing);
    }

    /** The transaction's own tenant. */
    public Tenant require(TenantScope tx) {
        return store.find(tx).orElseThrow(Tenants::missing);
    }

    /** The slug of the transaction's own tenant, if there is one: for saying whose something is. */
    public Optional<String> findSlug(TenantScope tx) {
        return store.find(tx).map(Tenant::slug);
    }

    static Problem missing() {
        return new Problem(ProblemType.NOT_FOUND, "There is no such tenant.");
    }

    private interface Rewrite {
        Tenant apply(TenantTx tx, Tenant before);
    }

    private Tenant rewrite(TenantCaller caller, Precondition expected, String action, Rewrite rewrite) {
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            Tenant before = require(tx);
            if (!expected.allows(before.version())) {
                throw new Problem(ProblemType.STALE, "The tenant was changed meanwhile; read it again.")
                        .with("current", before);
            }
            Tenant after = rewrite.apply(tx, before);
            store.update(tx, after);
            audit.record(tx, caller, action, subject(after), Optional.of(before), Optional.of(after), Optional.empty());
            return after;
        }));
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private static AuditSubject subject(Tenant tenant) {
        return new AuditSubject("tenant", tenant.id().toString());
    }
}
