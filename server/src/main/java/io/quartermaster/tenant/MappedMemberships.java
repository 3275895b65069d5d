package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings.ClaimRule;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.Email;
import io.quartermaster.tenant.identity.Identities;
import io.quartermaster.tenant.identity.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Memberships that follow the claims of an identity provider, looked at again at each sign-in. It changes and removes only what it
 * made itself, which {@code created_by} says, and never a tenant's last owner.
 */
public final class MappedMemberships {

    static final String MADE_BY = "openid";

    private final Database database;
    private final Audit audit;
    private final Tenants tenants;
    private final List<ClaimRule> rules;
    private final MemberStore store = new MemberStore();
    private final ApiKeyStore keys = new ApiKeyStore();

    public MappedMemberships(Database database, Audit audit, Tenants tenants, List<ClaimRule> rules) {
        this.database = database;
        this.audit = audit;
        this.tenants = tenants;
        this.rules = List.copyOf(rules);
    }

    /** Makes the person's mapped memberships what the claims say now. */
    void apply(User user, JsonNode claims, RequestFacts facts) {
        Map<TenantId, Role> granted = granted(claims);
        Set<TenantId> concerned = new HashSet<>(granted.keySet());
        concerned.addAll(database.readUser(user.id(), store::listTenants));
        for (TenantId id : concerned) {
            Optional<Tenant> tenant =
                    tenants.find(id.toString()).filter(found -> found.status() != TenantStatus.ARCHIVED);
            Optional<Member> now = database.readTenant(id, tx -> store.find(tx, user.id()));
            if (tenant.isPresent() && differs(now, Optional.ofNullable(granted.get(id)))) {
                database.inTenant(id, tx -> {
                    apply(tx, tenant.get(), user, claims, Optional.ofNullable(granted.get(id)), facts);
                    return true;
                });
            }
        }
    }

    /** The strongest role that the rules give in each tenant; a rule for a tenant that does not exist gives nothing. */
    private Map<TenantId, Role> granted(JsonNode claims) {
        Map<TenantId, Role> granted = new HashMap<>();
        for (ClaimRule rule : rules) {
            if (holds(claims.path(rule.claim()), rule.value())) {
                Role role = Role.parse(rule.role()).orElseThrow();
                tenants.find(rule.tenant())
                        .ifPresent(tenant ->
                                granted.merge(tenant.id(), role, (one, other) -> one.atLeast(other) ? one : other));
            }
        }
        return granted;
    }

    private static boolean holds(JsonNode claim, String value) {
        return claim.isArray()
                ? claim.valueStream().anyMatch(element -> element.asString("").equals(value))
                : claim.asString("").equals(value);
    }

    private static boolean differs(Optional<Member> now, Optional<Role> granted) {
        return now.isEmpty()
                ? granted.isPresent()
                : now.get().createdBy().equals(MADE_BY)
                        && !granted.equals(Optional.of(now.get().role()));
    }

    private void apply(
            TenantTx tx, Tenant tenant, User user, JsonNode claims, Optional<Role> granted, RequestFacts facts) {
        Optional<Member> before = store.find(tx, user.id());
        if (!differs(before, granted) || (before.isEmpty() && tenant.status() != TenantStatus.ACTIVE)) {
            return;
        }
        boolean keepsOwner = granted.filter(role -> role == Role.OWNER).isPresent();
        if (before.filter(Member::isActiveOwner).isPresent()
                && !keepsOwner
                && store.countOtherActiveOwners(tx, user.id()) == 0) {
            return; // the last owner stays, until a person has made another one
        }
        Optional<Member> after = granted.map(
                role -> before.map(member -> changed(tx, member, role)).orElseGet(() -> made(tx, user, claims, role)));
        if (after.isEmpty()) {
            keys.deleteLookupsOf(tx, user.id());
            store.delete(tx, user.id());
        } else if (before.isPresent()) {
            store.update(tx, after.get());
        } else {
            store.insert(tx, after.get());
        }
        Role role = granted.or(() -> before.map(Member::role)).orElseThrow();
        TenantCaller caller = new TenantCaller(
                Caller.person(user.id(), false),
                tenant.id(),
                role,
                tenant.status().state(),
                facts.requestId());
        audit.record(
                tx,
                caller,
                "member.map_claims",
                new AuditSubject("member", user.id().toString()),
                before,
                after,
                Optional.empty());
    }

    private Member made(TenantTx tx, User user, JsonNode claims, Role role) {
        Email unique = new Email(user.id() + "@openid.invalid");
        Email email = user.email()
                .or(() -> Identities.verifiedEmail(claims))
                .filter(address -> !store.hasEmail(tx, address))
                .orElse(unique);
        return new Member(
                user.id(),
                email,
                user.displayName(),
                role,
                Optional.of(tx.now()),
                tx.version(),
                tx.now(),
                MADE_BY,
                tx.now(),
                MADE_BY);
    }

    private static Member changed(TenantTx tx, Member before, Role role) {
        return new Member(
                before.userId(),
                before.email(),
                before.displayName(),
                role,
                before.acceptedAt(),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                MADE_BY);
    }
}
