package io.quartermaster.tenant.identity;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DeploymentTx;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes, reads and changes the people of the deployment; what tenants may do with them goes through memberships. */
public final class Users {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final Passwords passwords;
    private final UserStore store = new UserStore();
    private final SessionStore sessions = new SessionStore();

    public Users(Database database, Authorizer authorizer, Audit audit, Ids ids, Passwords passwords) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.passwords = passwords;
    }

    /** What a new user is to be. */
    record Draft(Email email, String displayName, Optional<Sensitive> password, boolean operator) {}

    /** What a PATCH says of a user. */
    record Changes(
            Change<Email> email,
            Change<String> displayName,
            Change<Sensitive> password,
            Change<Boolean> operator,
            Change<Boolean> disabled) {}

    /** A user that an invitation is for, and whether the invitation made it. */
    public record Invited(UserId user, boolean made) {}

    Page<User> list(DeploymentCaller caller, PageRequest page) {
        authorizer.require(caller.caller(), Permission.READ_USERS);
        return database.inDeployment(tx -> store.list(tx, page));
    }

    User read(DeploymentCaller caller, UserId id) {
        authorizer.require(caller.caller(), Permission.READ_USERS);
        return database.inDeployment(tx -> require(store.find(tx.sql(), id)));
    }

    User create(DeploymentCaller caller, Draft draft) {
        authorizer.require(caller.caller(), Permission.CHANGE_USERS);
        Optional<String> hash = draft.password().map(password -> passwords.hash(password, draft.email()));
        return database.changeDeployment(tx -> {
            User user = new User(
                    new UserId(ids.random()),
                    Optional.of(draft.email()),
                    draft.displayName(),
                    hash.map(Sensitive::new),
                    draft.operator(),
                    false,
                    1,
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            if (!store.insertIfNew(tx.sql(), user)) {
                throw UserStore.emailTaken();
            }
            audit.record(
                    tx, caller, "user.create", subject(user), Optional.empty(), Optional.of(user), Optional.empty());
            return user;
        });
    }

    void requireChange(DeploymentCaller caller) {
        authorizer.require(caller.caller(), Permission.CHANGE_USERS);
    }

    /** Changes a user; a new password or disabling ends all sessions. */
    User change(DeploymentCaller caller, UserId id, Precondition expected, Changes changes) {
        requireChange(caller);
        User shown = read(caller, id);
        Optional<Email> email = changes.email().apply(shown.email());
        Optional<String> hash = changes.password()
                .given()
                .map(password -> passwords.hash(password, email.orElseThrow(Users::noEmailForPassword)));
        return meaning(() -> database.changeDeployment(tx -> {
            User before = require(store.lock(tx, id));
            if (!expected.allows(before.version())) {
                throw new Problem(ProblemType.STALE, "The user was changed meanwhile; read it again.")
                        .with("current", before);
            }
            User after = new User(
                    id,
                    changes.email().apply(before.email()),
                    changes.displayName().or(before.displayName()),
                    hash.map(Sensitive::new).or(before::passwordHash),
                    changes.operator().or(before.operator()),
                    changes.disabled().or(before.disabled()),
                    before.version() + 1,
                    before.createdAt(),
                    before.createdBy(),
                    tx.now(),
                    caller.label());
            store.update(tx.sql(), after);
            if (hash.isPresent() || after.disabled()) {
                sessions.deleteAll(tx.sql(), id);
            }
            audit.record(
                    tx,
                    caller,
                    hash.isPresent() ? "user.set_password" : "user.change",
                    subject(after),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        }));
    }

    /**
     * The user of an address, made if there is none; part of a tenant's own change. A user who exists is not touched.
     *
     * @param passwordHash of the first password, for a user who does not exist yet
     */
    public Invited findOrMake(
            TenantTx tx, Email email, String displayName, Optional<String> passwordHash, String madeBy) {
        User user = new User(
                new UserId(ids.random()),
                Optional.of(email),
                displayName,
                passwordHash.map(Sensitive::new),
                false,
                false,
                1,
                tx.now(),
                madeBy,
                tx.now(),
                madeBy);
        return store.insertIfNew(tx.sql(), user)
                ? new Invited(user.id(), true)
                : new Invited(require(store.find(tx.sql(), email)).id(), false);
    }

    /** Sets a first password inside a tenant's change, and answers whether there was none. */
    public boolean setFirstPassword(TenantTx tx, User user, String hash) {
        return store.replaceHash(tx.sql(), user.id(), Optional.empty(), hash, tx.now(), "user:" + user.id());
    }

    /** A user, for whoever is known to be that user. */
    public Optional<User> find(UserId id) {
        return database.inDeployment(tx -> store.find(tx.sql(), id));
    }

    Optional<User> find(DeploymentTx tx, Email email) {
        return store.find(tx.sql(), email);
    }

    private static User require(Optional<User> user) {
        return user.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no such user."));
    }

    private static Problem noEmailForPassword() {
        return new Problem(
                ProblemType.IMPOSSIBLE, "A user without an e-mail address signs in by OpenID only; give one first.");
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private static AuditSubject subject(User user) {
        return new AuditSubject("user", user.id().toString());
    }
}
