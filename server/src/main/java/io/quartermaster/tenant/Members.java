package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.tenant.identity.Email;
import io.quartermaster.tenant.identity.Passwords;
import io.quartermaster.tenant.identity.Users;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Invites, reads, changes and removes the members of a tenant. */
public final class Members {

    /** A tenant is never left without somebody who may do everything in it. */
    static final ProblemType LAST_OWNER = new ProblemType("last_owner", 422, "The tenant's last owner stays");

    private static final Duration INVITATION_HOLDS = Duration.ofDays(7);

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Users users;
    private final Passwords passwords;
    private final SecureRandom random;
    private final MemberStore store = new MemberStore();
    private final InvitationStore invitations = new InvitationStore();
    private final ApiKeyStore keys = new ApiKeyStore();

    public Members(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Users users,
            Passwords passwords,
            SecureRandom random) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.users = users;
        this.passwords = passwords;
        this.random = random;
    }

    /** Who is to be invited; {@code password} only counts for a user who does not exist yet. */
    record Draft(Email email, String displayName, Role role, Optional<Sensitive> password) {}

    /** A member that was just invited, with the token that is never shown again. */
    record Invited(Member member, InvitationToken token, Instant expiresAt) {}

    /** What a PATCH says of a member. */
    record Changes(Change<String> displayName, Change<Role> role) {}

    Page<Member> list(TenantCaller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_MEMBERS);
        return database.readTenant(caller.tenant(), tx -> store.list(tx, page));
    }

    Member read(TenantCaller caller, UserId user) {
        authorizer.require(caller, Permission.READ_MEMBERS);
        return database.readTenant(caller.tenant(), tx -> require(tx, user));
    }

    /**
     * Invites a person. Whether the address has a user already shows in nothing: the answer is the same, the password is hashed
     * in either case, and the id is random.
     */
    Invited invite(TenantCaller caller, Draft draft) {
        authorizer.require(caller, Permission.CHANGE_MEMBERS);
        requireNotAbove(caller, draft.role());
        Optional<String> hash = draft.password().map(password -> passwords.hash(password, draft.email()));
        InvitationToken token = InvitationToken.random(caller.tenant(), random);
        try {
            return database.inTenant(caller.tenant(), tx -> {
                Users.Invited user = users.findOrMake(tx, draft.email(), draft.displayName(), hash, caller.label());
                Member member = new Member(
                        user.user(),
                        draft.email(),
                        draft.displayName(),
                        draft.role(),
                        Optional.empty(),
                        tx.version(),
                        tx.now(),
                        caller.label(),
                        tx.now(),
                        caller.label());
                store.insert(tx, member);
                Invited invited = invite(tx, caller, member, token, user.made());
                audit.record(
                        tx,
                        caller,
                        "member.invite",
                        subject(member),
                        Optional.empty(),
                        Optional.of(member),
                        Optional.empty());
                return invited;
            });
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    /** A new token for somebody who has not taken the membership up; the ones before it end. */
    Invited inviteAgain(TenantCaller caller, UserId user) {
        authorizer.require(caller, Permission.CHANGE_MEMBERS);
        InvitationToken token = InvitationToken.random(caller.tenant(), random);
        return database.inTenant(caller.tenant(), tx -> {
            Member member = require(tx, user);
            requireNotAbove(caller, member.role());
            if (member.accepted()) {
                throw new Problem(ProblemType.IMPOSSIBLE, "This membership was taken up already.");
            }
            boolean made = invitations.madeTheUser(tx, user);
            invitations.deleteOf(tx, user);
            Invited invited = invite(tx, caller, member, token, made);
            audit.record(
                    tx,
                    caller,
                    "member.invite_again",
                    subject(member),
                    Optional.of(member),
                    Optional.of(member),
                    Optional.empty());
            return invited;
        });
    }

    Member change(TenantCaller caller, UserId user, Precondition expected, Changes changes) {
        authorizer.require(caller, Permission.CHANGE_MEMBERS);
        changes.role().given().ifPresent(role -> requireNotAbove(caller, role));
        return database.inTenant(caller.tenant(), tx -> {
            Member before = require(tx, user, expected);
            requireNotAbove(caller, before.role());
            Member after = new Member(
                    user,
                    before.email(),
                    changes.displayName().or(before.displayName()),
                    changes.role().or(before.role()),
                    before.acceptedAt(),
                    tx.version(),
                    before.createdAt(),
                    before.createdBy(),
                    tx.now(),
                    caller.label());
            requireAnOwnerLeft(tx, before, after.isActiveOwner());
            store.update(tx, after);
            audit.record(
                    tx,
                    caller,
                    "member.change",
                    subject(after),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    /** Ends a membership, one's own or another's: gone at once, with the person's keys. */
    void remove(TenantCaller caller, UserId user, Precondition expected) {
        boolean own = caller.caller().isSignedIn()
                && caller.caller().user().filter(user::equals).isPresent();
        authorizer.require(caller, own ? Permission.LEAVE_TENANT : Permission.CHANGE_MEMBERS);
        database.inTenant(caller.tenant(), tx -> {
            Member before = require(tx, user, expected);
            requireNotAbove(caller, before.role());
            requireAnOwnerLeft(tx, before, false);
            remove(tx, user);
            audit.record(
                    tx,
                    caller,
                    own ? "member.leave" : "member.remove",
                    subject(before),
                    Optional.of(before),
                    Optional.empty(),
                    Optional.empty());
            return before;
        });
    }

    /** The role of a person whose membership counts; for finding out who is calling. */
    Optional<Role> findRole(TenantId tenant, UserId user) {
        return database.readTenant(tenant, tx -> store.find(tx, user))
                .filter(Member::accepted)
                .map(Member::role);
    }

    /** A person whose membership counts, in the transaction of who asks: found before it, they may be gone meanwhile. */
    Optional<Member> findAccepted(TenantScope tx, UserId user) {
        return store.find(tx, user).filter(Member::accepted);
    }

    /** The tenants that a person is, or is invited to become, a member of. */
    List<TenantId> tenantsOf(UserId user) {
        return database.readUser(user, store::listTenants);
    }

    /** The tenants in which a person's membership counts. */
    List<Membership> listOf(UserId user) {
        return tenantsOf(user).stream()
                .flatMap(tenant -> findRole(tenant, user).map(role -> new Membership(tenant, role)).stream())
                .toList();
    }

    /** A person's role in a tenant. */
    record Membership(TenantId tenant, Role role) {}

    private void remove(TenantTx tx, UserId user) {
        keys.deleteLookupsOf(tx, user);
        store.delete(tx, user);
    }

    private Invited invite(TenantTx tx, TenantCaller caller, Member member, InvitationToken token, boolean made) {
        Instant expiresAt = tx.now().plus(INVITATION_HOLDS);
        invitations.insert(tx, token, new Invitation(member.userId(), made, expiresAt, tx.now(), caller.label()));
        return new Invited(member, token, expiresAt);
    }

    private Member require(TenantScope tx, UserId user, Precondition expected) {
        Member member = require(tx, user);
        if (!expected.allows(member.version())) {
            throw new Problem(ProblemType.STALE, "The member was changed meanwhile; read it again.")
                    .with("current", member);
        }
        return member;
    }

    private Member require(TenantScope tx, UserId user) {
        return store.find(tx, user)
                .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no such member in this tenant."));
    }

    /** Safe to ask and then write: a tenant's writers take turns. */
    private void requireAnOwnerLeft(TenantTx tx, Member before, boolean staysOwner) {
        if (before.isActiveOwner() && !staysOwner && store.countOtherActiveOwners(tx, before.userId()) == 0) {
            throw new Problem(LAST_OWNER, "This is the tenant's last owner; make another member an owner first.");
        }
    }

    private static void requireNotAbove(TenantCaller caller, Role role) {
        if (!caller.role().atLeast(role)) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "Nobody grants, changes or takes more than they have: your role is "
                            + caller.role().word() + ", the member's is " + role.word() + ".");
        }
    }

    private static AuditSubject subject(Member member) {
        return new AuditSubject("member", member.userId().toString());
    }
}
