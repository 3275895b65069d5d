package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.Standing;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.Email;
import io.quartermaster.tenant.identity.Sessions;
import io.quartermaster.tenant.identity.SignIn;
import io.quartermaster.tenant.identity.User;
import io.quartermaster.tenant.identity.Users;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What callers may know and change of themselves. */
public final class Self {

    private final Database database;
    private final Authorizer authorizer;
    private final Tenants tenants;
    private final Members members;
    private final Users users;
    private final SignIn signIn;
    private final PlaygroundKeys playground;
    private final ApiKeyStore keys = new ApiKeyStore();

    public Self(
            Database database,
            Authorizer authorizer,
            Tenants tenants,
            Members members,
            Users users,
            SignIn signIn,
            PlaygroundKeys playground) {
        this.database = database;
        this.authorizer = authorizer;
        this.tenants = tenants;
        this.members = members;
        this.users = users;
        this.signIn = signIn;
        this.playground = playground;
    }

    /**
     * Who the caller is.
     *
     * @param hasPassword of who signed in; keys have none
     * @param permissions what the caller may do outside of tenants; an operator may do it in every tenant
     * @param csrfToken for who signed in
     */
    record Me(
            String kind,
            String id,
            Optional<UserId> userId,
            Optional<Email> email,
            Optional<String> displayName,
            boolean hasPassword,
            boolean operator,
            List<String> permissions,
            List<InTenant> tenants,
            Optional<String> csrfToken) {}

    /** What the caller is and may do in a tenant. */
    record InTenant(TenantId id, String slug, String name, TenantStatus status, Role role, List<String> permissions) {}

    Me read(Caller caller, Optional<String> session, String requestId) {
        authorizer.require(caller, Permission.READ_ME);
        Optional<User> user = caller.user().flatMap(users::find);
        return new Me(
                caller.kind().word(),
                caller.id(),
                caller.user(),
                user.flatMap(User::email),
                user.map(User::displayName).or(() -> keyName(caller)),
                caller.isSignedIn() && user.filter(User::hasPassword).isPresent(),
                caller.isOperator(),
                words(permission -> authorizer.allows(caller, permission)),
                tenants(caller).stream()
                        .flatMap(own -> tenants.find(own.tenant().toString()).stream()
                                .filter(tenant -> tenant.status() != TenantStatus.ARCHIVED || caller.isOperator())
                                .map(tenant -> shown(caller, tenant, own.role(), requestId)))
                        .toList(),
                session.filter(_ -> caller.isSignedIn()).map(Sessions::csrf));
    }

    void changePassword(Caller caller, String session, Sensitive current, Sensitive next, RequestFacts facts) {
        authorizer.require(caller, Permission.CHANGE_ME);
        UserId user = caller.user().orElseThrow();
        User verified = signIn.verifyOwn(user, current, facts);
        playground.endWith(user, caller.label(), facts, () -> {
            signIn.changePassword(verified, session, next, facts);
            return true;
        });
    }

    private InTenant shown(Caller caller, Tenant tenant, Role role, String requestId) {
        Role acting = caller.isOperator() ? Role.OPERATOR : role;
        TenantCaller there =
                new TenantCaller(caller, tenant.id(), acting, tenant.status().state(), requestId);
        // an operator who is a member too calls models as that; see PlaygroundKeys
        Optional<TenantCaller> asMember = caller.user()
                .filter(_ -> caller.isOperator())
                .map(user -> new TenantCaller(
                        Caller.person(user, false),
                        tenant.id(),
                        role,
                        tenant.status().state(),
                        requestId));
        return new InTenant(
                tenant.id(),
                tenant.slug(),
                tenant.name(),
                tenant.status(),
                acting,
                words(permission -> authorizer.allows(there, permission)
                        || (permission == Permission.CALL_GATEWAY
                                && asMember.filter(member -> authorizer.allows(member, permission))
                                        .isPresent())));
    }

    private List<Members.Membership> tenants(Caller caller) {
        return switch (caller.standing()) {
            case Standing.InTenant(TenantId home, Role role) -> List.of(new Members.Membership(home, role));
            case Standing.Memberships _ -> members.listOf(caller.user().orElseThrow());
            case Standing.Operator _ -> caller.user().map(members::listOf).orElse(List.of());
        };
    }

    private Optional<String> keyName(Caller caller) {
        return caller.standing() instanceof Standing.InTenant(TenantId home, Role _)
                ? ApiKeyId.parse(caller.id())
                        .flatMap(id -> database.readTenant(home, tx -> keys.find(tx, id)))
                        .map(ApiKey::name)
                : Optional.empty();
    }

    private static List<String> words(java.util.function.Predicate<Permission> allowed) {
        return Arrays.stream(Permission.values())
                .filter(allowed)
                .map(Permission::word)
                .toList();
    }
}
