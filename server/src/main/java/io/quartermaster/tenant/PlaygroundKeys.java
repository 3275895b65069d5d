package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.RequestFacts;
import io.quartermaster.tenant.identity.SecurityLog;
import io.quartermaster.tenant.identity.SecurityLog.Event;
import io.quartermaster.tenant.identity.Sessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that people try models with in the console: one for each member of a tenant, made at first use and given a new text
 * afterwards. What its holder or an admin changed of it stays.
 */
public final class PlaygroundKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PlaygroundKeys.class);
    private static final Duration LIFE = Duration.ofHours(12); // as long as a session
    private static final Duration OVERLAP = Duration.ofHours(1); // so that the browser beside this one goes on
    private static final int LONGEST_NAME = 200;

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final SecureRandom random;
    private final Members members;
    private final Sessions sessions;
    private final SecurityLog security;
    private final PlaygroundKeyRate rate;
    private final InstantSource clock;
    private final ApiKeyStore store = new ApiKeyStore();

    PlaygroundKeys(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            SecureRandom random,
            Members members,
            Sessions sessions,
            SecurityLog security,
            InstantSource clock) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.random = random;
        this.members = members;
        this.sessions = sessions;
        this.security = security;
        this.rate = new PlaygroundKeyRate(clock);
        this.clock = clock;
    }

    /**
     * The first one is audited; a new text, which every page load of the console asks for, goes to the security log.
     *
     * @param session the token of the session that asks, which keys have none of
     * @throws Problem 401 if that ends meanwhile, 429 for who asks again and again
     */
    ApiKeys.Made create(TenantCaller caller, Optional<String> session, RequestFacts facts) {
        TenantCaller asked = asMember(caller);
        authorizer.require(asked, Permission.CALL_GATEWAY);
        UserId user = asked.caller().user().orElseThrow();
        rate.require(asked.tenant(), user);
        Sensitive text = KeyText.random(random);
        Outcome outcome = database.inTenant(asked.tenant(), tx -> {
            Member person = members.findAccepted(tx, user).orElseThrow(Tenants::missing);
            TenantCaller member = inRole(asked, user, person.role());
            authorizer.require(member, Permission.CALL_GATEWAY);
            KeyHash hash = KeyHash.of(text.reveal());
            Optional<ApiKey> before = store.findPlayground(tx, user);
            if (before.isPresent()) {
                ApiKey after = renewed(tx, member, before.get(), text);
                store.rotate(tx, after, hash);
                tx.changed();
                return new Outcome(after, true);
            }
            ApiKey after = first(tx, member, person, text);
            store.insert(tx, after, hash);
            audit.record(
                    tx,
                    member,
                    "api_key.create",
                    new AuditSubject("api_key", after.id().toString()),
                    Optional.empty(),
                    Optional.of(after),
                    Optional.empty());
            return new Outcome(after, false);
        });
        if (outcome.renewed()) {
            security.of(Event.PLAYGROUND_KEY_RENEWED, user, facts);
        }
        if (session.flatMap(sessions::find)
                .isEmpty()) { // who ended it may have looked for keys before this one was there
            end(asked.tenant(), user, asked.label(), facts);
            throw new Problem(ProblemType.NOT_SIGNED_IN, "The session ended meanwhile; sign in again.");
        }
        return new ApiKeys.Made(outcome.key(), text);
    }

    /**
     * Makes a change that ends sessions of a person, and ends the texts that the person's browsers call with, in every tenant. A
     * browser in which the person is still signed in asks for a new one by itself; the key stays, with what an admin changed of it.
     *
     * @param actor who makes the change
     */
    <T> T endWith(UserId user, String actor, RequestFacts facts, Supplier<T> change) {
        end(user, actor, facts); // first: when this fails, nothing is changed, and one tries again
        T changed = change.get();
        try {
            end(
                    user, actor,
                    facts); // once more: a browser that was still signed in may have asked for another text meanwhile
        } catch (RuntimeException failure) { // who is told now that it failed would believe that nothing is changed
            LOG.warn("A playground key that user {} got meanwhile may live on for up to {}", user, LIFE, failure);
        }
        return changed;
    }

    private void end(UserId user, String actor, RequestFacts facts) {
        members.tenantsOf(user).forEach(tenant -> end(tenant, user, actor, facts));
    }

    private void end(TenantId tenant, UserId user, String actor, RequestFacts facts) {
        boolean seen = database.readTenant(tenant, tx -> store.findPlayground(tx, user))
                .filter(key -> isLive(key, clock.instant()))
                .isPresent();
        if (seen && database.inTenant(tenant, tx -> endIfLive(tx, user, actor))) {
            security.of(Event.PLAYGROUND_KEY_ENDED, user, facts);
        }
    }

    private boolean endIfLive(TenantTx tx, UserId user, String actor) {
        Optional<ApiKey> live = store.findPlayground(tx, user).filter(key -> isLive(key, tx.now()));
        live.ifPresent(key -> end(tx, key, actor));
        return live.isPresent();
    }

    private void end(TenantTx tx, ApiKey before, String actor) {
        KeyHash ofNobody = KeyHash.of(KeyText.random(random).reveal());
        store.rotate(
                tx, withTexts(before, tx, Optional.of(tx.now()), before.lastFour(), Optional.empty(), actor), ofNobody);
        tx.changed();
    }

    private static boolean isLive(ApiKey key, Instant now) {
        return key.expiresAt().filter(now::isBefore).isPresent();
    }

    private record Outcome(ApiKey key, boolean renewed) {}

    /**
     * Who would call: an operator who is a member too does as that.
     *
     * @throws Problem 403 for keys, and for operators who are no members
     */
    private TenantCaller asMember(TenantCaller caller) {
        Caller whoever = caller.caller();
        if (!whoever.isOperator() && whoever.isSignedIn()) {
            return caller;
        }
        if (whoever.isOperator()) {
            UserId user = whoever.user().orElseThrow(() -> forbidden("Operators do not call models."));
            Role role = members.findRole(caller.tenant(), user)
                    .orElseThrow(() ->
                            forbidden("Operators do not call models: they would have to be members of the tenant."));
            return inRole(caller, user, role);
        }
        authorizer.require(caller, Permission.CALL_GATEWAY);
        throw forbidden("This is for people who signed in: who has a key calls with that.");
    }

    private static TenantCaller inRole(TenantCaller caller, UserId user, Role role) {
        return new TenantCaller(Caller.person(user, false), caller.tenant(), role, caller.state(), caller.requestId());
    }

    private static Problem forbidden(String advice) {
        return new Problem(ProblemType.FORBIDDEN, advice);
    }

    private ApiKey first(TenantTx tx, TenantCaller member, Member person, Sensitive text) {
        String name = "Playground of " + person.displayName();
        return new ApiKey(
                new ApiKeyId(ids.next()),
                name.substring(
                        0, name.offsetByCodePoints(0, Math.min(LONGEST_NAME, name.codePointCount(0, name.length())))),
                Role.MEMBER, // the least that may call
                Optional.of(person.userId()),
                ApiKey.Purpose.PLAYGROUND,
                List.of(),
                Optional.of(tx.now().plus(LIFE)),
                text.lastFour(),
                Optional.empty(),
                Optional.empty(),
                tx.version(),
                tx.now(),
                member.label(),
                tx.now(),
                member.label());
    }

    private static ApiKey renewed(TenantTx tx, TenantCaller member, ApiKey before, Sensitive text) {
        return withTexts(
                before,
                tx,
                Optional.of(tx.now().plus(LIFE)),
                text.lastFour(),
                overlap(before, tx.now()),
                member.label());
    }

    private static ApiKey withTexts(
            ApiKey before,
            TenantTx tx,
            Optional<Instant> expiresAt,
            String lastFour,
            Optional<Instant> previousExpiresAt,
            String actor) {
        return new ApiKey(
                before.id(),
                before.name(),
                Role.MEMBER,
                before.userId(),
                before.purpose(),
                before.allowedModels(),
                expiresAt,
                lastFour,
                previousExpiresAt,
                before.lastUsedAt(),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                actor);
    }

    /** Until when the text before this one holds: never longer than it would have, and not at all if it had ended. */
    private static Optional<Instant> overlap(ApiKey before, Instant now) {
        Instant longest = now.plus(OVERLAP);
        return Optional.of(
                        before.expiresAt().filter(end -> end.isBefore(longest)).orElse(longest))
                .filter(now::isBefore);
    }
}
