package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.audit.Audit;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.tenant.identity.Identities;
import io.quartermaster.tenant.identity.OpenIdHttp;
import io.quartermaster.tenant.identity.OpenIdProvider;
import io.quartermaster.tenant.identity.OpenIdSignIn;
import io.quartermaster.tenant.identity.Passwords;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SessionCookie;
import io.quartermaster.tenant.identity.Sessions;
import io.quartermaster.tenant.identity.SignIn;
import io.quartermaster.tenant.identity.UserResource;
import io.quartermaster.tenant.identity.Users;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The parts of this room that are about people, put together from what other rooms give it. */
public final class PeopleRoom {

    private static final int PASSWORDS_AT_ONCE = 2; // 19 MiB each, and the heap may have 256
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;
    private final Tenants tenants;
    private final Passwords passwords;
    private final Users users;
    private final Members members;
    private final SecurityLog security = new SecurityLog();
    private final Sessions sessions;

    public PeopleRoom(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            SecureRandom random,
            Clock clock,
            Tenants tenants) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.tenants = tenants;
        this.passwords = new Passwords(random, PASSWORDS_AT_ONCE, PATIENCE);
        this.users = new Users(database, authorizer, audit, ids, passwords);
        this.members = new Members(database, authorizer, audit, users, passwords, random);
        this.sessions = new Sessions(database, random, clock);
    }

    public Members members() {
        return members;
    }

    public Sessions sessions() {
        return sessions;
    }

    public SecurityLog security() {
        return security;
    }

    /**
     * Binds the operations about people.
     *
     * @param mayCall whether a host and port of an identity provider may be called
     */
    public void bind(
            Operations operations, TenantCallers callers, Settings settings, BiPredicate<String, Integer> mayCall) {
        SignIn signIn = new SignIn(database, users, passwords, sessions, security, clock);
        Invitations invitations =
                new Invitations(database, authorizer, audit, tenants, users, passwords, signIn, security, clock);
        SessionCookie cookie = new SessionCookie(settings.servedOverTls());
        MappedMemberships mapped = new MappedMemberships(
                database,
                audit,
                tenants,
                settings.openId().map(Settings.OpenId::rules).orElse(List.of()));
        PlaygroundKeys playground =
                new PlaygroundKeys(database, authorizer, audit, ids, random, members, sessions, security, clock);
        new MemberResource(members, callers).bind(operations);
        new PlaygroundKeyResource(playground, callers).bind(operations);
        new UserResource(users, playground::endWith).bind(operations);
        new SignInResource(signIn, sessions, playground, invitations, authorizer, security, cookie).bind(operations);
        new MeResource(new Self(database, authorizer, tenants, members, users, signIn, playground)).bind(operations);
        new OpenIdResource(openId(settings, mayCall), mapped, sessions, security, cookie).bind(operations);
    }

    private Optional<OpenIdSignIn> openId(Settings settings, BiPredicate<String, Integer> mayCall) {
        return settings.openId()
                .map(oidc -> new OpenIdSignIn(
                        oidc,
                        settings.publicUrl().orElseThrow(),
                        new OpenIdProvider(oidc, new OpenIdHttp(mayCall), clock),
                        new Identities(database, audit, ids),
                        security,
                        random,
                        clock));
    }
}
