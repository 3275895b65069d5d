package io.quartermaster.tenant.identity;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.RequestFacts;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which user an identity provider's subject is. An identity is linked by issuer and subject only: an address is a claim that a
 * provider may let anybody make, and to link by it would hand users over.
 */
public final class Identities {

    private static final int LONGEST_NAME = 200;

    private final Database database;
    private final Audit audit;
    private final Ids ids;
    private final IdentityStore store = new IdentityStore();
    private final UserStore users = new UserStore();

    public Identities(Database database, Audit audit, Ids ids) {
        this.database = database;
        this.audit = audit;
        this.ids = ids;
    }

    /** The user of checked claims, made at the first sign-in; the address is kept if it is verified and nobody has it. */
    User findOrMake(String issuer, JsonNode claims, RequestFacts facts) {
        String subject = claims.path("sub").asString("");
        Optional<User> known = database.inDeployment(tx -> store.findUser(tx.sql(), issuer, subject));
        return known.orElseGet(() -> make(issuer, subject, claims, facts));
    }

    private User make(String issuer, String subject, JsonNode claims, RequestFacts facts) {
        return database.changeDeployment(tx -> {
            Optional<User> meanwhile = store.findUser(tx.sql(), issuer, subject); // the deployment's writers take turns
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            UserId id = new UserId(ids.random());
            DeploymentCaller caller = new DeploymentCaller(Caller.person(id, false), facts.requestId());
            User user = new User(
                    id,
                    verifiedEmail(claims)
                            .filter(email -> users.find(tx.sql(), email).isEmpty()),
                    name(claims, subject),
                    Optional.empty(),
                    false,
                    false,
                    1,
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            if (!users.insertIfNew(tx.sql(), user)) { // a tenant invited the address in this very moment
                user = user.withoutEmail();
                users.insertIfNew(tx.sql(), user);
            }
            store.insert(tx.sql(), issuer, subject, id, tx.now());
            audit.record(
                    tx,
                    caller,
                    "user.create_by_openid",
                    new AuditSubject("user", id.toString()),
                    Optional.empty(),
                    Optional.of(user),
                    Optional.empty());
            return user;
        });
    }

    /** The address that the identity provider vouches for. */
    public static Optional<Email> verifiedEmail(JsonNode claims) {
        return claims.path("email_verified").asBoolean(false)
                ? Email.parse(claims.path("email").asString(""))
                : Optional.empty();
    }

    private static String name(JsonNode claims, String subject) {
        for (String claim : new String[] {"name", "preferred_username", "email"}) {
            String name = claims.path(claim).asString("").strip();
            if (!name.isEmpty() && name.indexOf('\0') < 0) {
                return name.codePointCount(0, name.length()) <= LONGEST_NAME
                        ? name
                        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
            }
        }
        return subject.length() <= LONGEST_NAME ? subject : subject.substring(0, LONGEST_NAME);
    }
}
