package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.Email;
import io.quartermaster.tenant.identity.Passwords;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SignIn;
import io.quartermaster.tenant.identity.User;
import io.quartermaster.tenant.identity.Users;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes up invitations. Whoever holds a token proves to be the invited person too, by a session or the password; only the
 * invitation that made a user may set that user's first password. So no tenant's invitation takes over a person, and nobody is
 * made a member by an account that somebody else prepared under their address.
 */
public final class Invitations {

    private static final ProblemType PASSWORD_REQUIRED =
            new ProblemType("password_required", 422, "A password is required");

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Tenants tenants;
    private final Users users;
    private final Passwords passwords;
    private final SignIn signIn;
    private final SecurityLog security;
    private final Clock clock;
    private final InvitationStore store = new InvitationStore();
    private final MemberStore members = new MemberStore();

    public Invitations(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Tenants tenants,
            Users users,
            Passwords passwords,
            SignIn signIn,
            SecurityLog security,
            Clock clock) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.tenants = tenants;
        this.users = users;
        this.passwords = passwords;
        this.signIn = signIn;
        this.security = security;
        this.clock = clock;
    }

    /** A membership that was just taken up. */
    record Accepted(Tenant tenant, Member member) {}

    /**
     * Takes up the membership that a token stands for.
     *
     * @param signedIn who has a session, if anybody
     */
    Accepted accept(Sensitive text, Optional<Sensitive> password, Optional<User> signedIn, RequestFacts facts) {
        InvitationToken token = InvitationToken.parse(text).orElseThrow(() -> refused(facts));
        Invitation invitation = find(token).orElseThrow(() -> refused(facts));
        Tenant tenant = tenants.find(token.tenant().toString())
                .filter(found -> found.status() != TenantStatus.ARCHIVED)
                .orElseThrow(() -> refused(facts));
        User user =
                users.find(invitation.user()).filter(found -> !found.disabled()).orElseThrow(() -> refused(facts));
        Optional<String> firstPassword = prove(invitation, user, password, signedIn, facts);
        Member member = database.inTenant(tenant.id(), tx -> {
            if (store.find(tx, token).isEmpty()) {
                throw refused(facts); // taken up or withdrawn meanwhile
            }
            if (firstPassword.isPresent() && !users.setFirstPassword(tx, user, firstPassword.get())) {
                throw refused(facts);
            }
            return accept(tx, user.id(), tenant, facts).orElseThrow(() -> refused(facts));
        });
        if (firstPassword.isPresent()) {
            security.of(SecurityLog.Event.PASSWORD_CHANGED, user.id(), facts);
        }
        return new Accepted(tenant, member);
    }

    /** Takes up what made the user: who signs in with what that tenant handed out has taken it up. */
    void acceptWhatMade(User user, RequestFacts facts) {
        for (TenantId id : database.readUser(user.id(), members::listTenants)) {
            boolean waits = database.readTenant(
                    id,
                    tx -> store.madeTheUser(tx, user.id())
                            && members.find(tx, user.id())
                                    .filter(member -> !member.accepted())
                                    .isPresent());
            Optional<Tenant> active =
                    tenants.find(id.toString()).filter(found -> found.status() == TenantStatus.ACTIVE);
            if (waits && active.isPresent()) {
                database.inTenant(id, tx -> accept(tx, user.id(), active.get(), facts));
            }
        }
    }

    /** The first password to set, if that is how the person proves to be the one; the answers do not tell who has a user. */
    private Optional<String> prove(
            Invitation invitation,
            User user,
            Optional<Sensitive> password,
            Optional<User> signedIn,
            RequestFacts facts) {
        if (signedIn.filter(session -> session.id().equals(user.id())).isPresent()) {
            return Optional.empty();
        }
        Sensitive given = password.orElseThrow(() -> new Problem(
                PASSWORD_REQUIRED,
                "Sign in as the invited person, or send the person's password: the one there is, or the first one.",
                new FieldError("password", "required", "is required of who is not signed in")));
        Email email = user.email().orElseThrow(() -> refused(facts));
        if (invitation.madeTheUser() && !user.hasPassword()) {
            return Optional.of(passwords.hash(given, email));
        }
        signIn.verify(email, given, facts);
        return Optional.empty();
    }

    private Optional<Invitation> find(InvitationToken token) {
        return database.readTenant(token.tenant(), tx -> store.find(tx, token))
                .filter(invitation -> clock.instant().isBefore(invitation.expiresAt()));
    }

    private Optional<Member> accept(TenantTx tx, UserId user, Tenant tenant, RequestFacts facts) {
        Optional<Member> before = members.find(tx, user).filter(member -> !member.accepted());
        return before.map(offered -> {
            TenantCaller caller = new TenantCaller(
                    Caller.person(user, false),
                    tenant.id(),
                    offered.role(),
                    tenant.status().state(),
                    facts.requestId());
            authorizer.require(caller, Permission.JOIN_TENANT);
            Member after = new Member(
                    user,
                    offered.email(),
                    offered.displayName(),
                    offered.role(),
                    Optional.of(tx.now()),
                    tx.version(),
                    offered.createdAt(),
                    offered.createdBy(),
                    tx.now(),
                    caller.label());
            members.update(tx, after);
            store.deleteOf(tx, user);
            audit.record(
                    tx,
                    caller,
                    "member.accept",
                    new AuditSubject("member", user.toString()),
                    before,
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    private Problem refused(RequestFacts facts) {
        security.of(SecurityLog.Event.INVITATION_REFUSED, facts);
        return new Problem(
                ProblemType.NOT_FOUND, "This invitation is unknown, taken up or expired; ask for a new one.");
    }
}
