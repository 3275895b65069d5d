package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes, reads, changes and revokes the API keys of a tenant. */
public final class ApiKeys {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final SecureRandom random;
    private final TenantSettings settings;
    private final ApiKeyStore store = new ApiKeyStore();
    private final ApiKeyViewStore views = new ApiKeyViewStore();

    public ApiKeys(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            SecureRandom random,
            TenantSettings settings) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.random = random;
        this.settings = settings;
    }

    /** What a new key is to be. */
    record Draft(
            String name,
            Optional<Role> role,
            Optional<UserId> user,
            List<String> allowedModels,
            Optional<Instant> expiresAt) {}

    /** A key that was just made, with the text that is never shown again. */
    record Made(ApiKey key, Sensitive text) {}

    /** What a PATCH says of a key. */
    record Changes(
            Change<String> name, Change<Role> role, Change<List<String>> allowedModels, Change<Instant> expiresAt) {}

    Page<ApiKey> list(TenantCaller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_API_KEYS);
        return database.readTenant(caller.tenant(), tx -> store.list(tx, page));
    }

    ApiKey read(TenantCaller caller, ApiKeyId id) {
        authorizer.require(caller, Permission.READ_API_KEYS);
        return database.readTenant(caller.tenant(), tx -> require(tx, id));
    }

    Made create(TenantCaller caller, Draft draft) {
        authorizer.require(caller, Permission.CHANGE_API_KEYS);
        requireNotAbove(caller, draft.role().orElse(Role.MEMBER));
        Sensitive text = KeyText.random(random);
        return database.inTenant(caller.tenant(), tx -> {
            requireInFuture(draft.expiresAt(), tx.now());
            requireWithinLongestLife(tx, draft.expiresAt());
            Optional<Role> persons = draft.user().map(user -> requireMember(tx, user));
            persons.ifPresent(role -> requireNotAbove(caller, role));
            Role role = draft.role().orElse(persons.filter(Role.MEMBER::atLeast).orElse(Role.MEMBER));
            persons.ifPresent(most -> requireNotAboveThePerson(most, role));
            ApiKey key = new ApiKey(
                    new ApiKeyId(ids.next()),
                    draft.name(),
                    role,
                    draft.user(),
                    ApiKey.Purpose.CALLS,
                    draft.allowedModels(),
                    draft.expiresAt(),
                    text.lastFour(),
                    Optional.empty(),
                    Optional.empty(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            store.insert(tx, key, KeyHash.of(text.reveal()));
            audit.record(
                    tx, caller, "api_key.create", subject(key), Optional.empty(), Optional.of(key), Optional.empty());
            return new Made(key, text);
        });
    }

    ApiKey change(TenantCaller caller, ApiKeyId id, Precondition expected, Changes changes) {
        authorizer.require(caller, Permission.CHANGE_API_KEYS);
        changes.role().given().ifPresent(role -> requireNotAbove(caller, role));
        return database.inTenant(caller.tenant(), tx -> {
            ApiKey before = require(tx, id, expected);
            requireNotAbove(caller, before.role());
            requireFitForPurpose(before, changes);
            requireInFuture(changes.expiresAt().given(), tx.now());
            if (changes.expiresAt().mentioned()) {
                requireWithinLongestLife(tx, changes.expiresAt().given());
            }
            Optional<Role> persons = before.userId().map(user -> requireMember(tx, user));
            persons.ifPresent(most -> requireNotAbove(caller, most));
            persons.ifPresent(most -> changes.role().given().ifPresent(role -> requireNotAboveThePerson(most, role)));
            ApiKey after = new ApiKey(
                    id,
                    changes.name().or(before.name()),
                    changes.role().or(before.role()),
                    before.userId(),
                    before.purpose(),
                    changes.allowedModels().or(before.allowedModels(), List.of()),
                    changes.expiresAt().apply(before.expiresAt()),
                    before.lastFour(),
                    before.previousExpiresAt(),
                    before.lastUsedAt(),
                    tx.version(),
                    before.createdAt(),
                    before.createdBy(),
                    tx.now(),
                    caller.label());
            store.update(tx, after);
            audit.record(
                    tx,
                    caller,
                    "api_key.change",
                    subject(after),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    /**
     * Gives the key a new text, shown once; everything else of it stays. The text before it holds for as
     * long as is asked for, else as the tenant's settings say, so
     * that who uses it can change over; one still older ends at once.
     */
    Made rotate(TenantCaller caller, ApiKeyId id, Precondition expected, Optional<Duration> asked) {
        authorizer.require(caller, Permission.CHANGE_API_KEYS);
        Sensitive text = KeyText.random(random);
        return database.inTenant(caller.tenant(), tx -> {
            ApiKey before = require(tx, id, expected);
            requireNotAbove(caller, before.role());
            if (before.purpose() == ApiKey.Purpose.PLAYGROUND) {
                throw new Problem(
                        ProblemType.IMPOSSIBLE,
                        "This is a playground key: its member's console gives it its texts. Delete it to end it.");
            }
            // who has its text acts as the person, however little the key itself may do
            before.userId().map(user -> requireMember(tx, user)).ifPresent(persons -> requireNotAbove(caller, persons));
            Duration grace = asked.orElseGet(() -> Duration.ofSeconds(settings.load(tx)
                    .of(SettingName.API_KEY_ROTATION_GRACE_SECONDS)
                    .value()
                    .orElse(0)));
            ApiKey after = new ApiKey(
                    id,
                    before.name(),
                    before.role(),
                    before.userId(),
                    before.purpose(),
                    before.allowedModels(),
                    before.expiresAt(),
                    text.lastFour(),
                    grace.isZero() ? Optional.empty() : Optional.of(tx.now().plus(grace)),
                    before.lastUsedAt(),
                    tx.version(),
                    before.createdAt(),
                    before.createdBy(),
                    tx.now(),
                    caller.label());
            store.rotate(tx, after, KeyHash.of(text.reveal()));
            audit.record(
                    tx,
                    caller,
                    "api_key.rotate",
                    subject(after),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return new Made(after, text);
        });
    }

    /** Revokes the key: gone at once here, within a second on other nodes. */
    void delete(TenantCaller caller, ApiKeyId id, Precondition expected) {
        authorizer.require(caller, Permission.CHANGE_API_KEYS);
        database.inTenant(caller.tenant(), tx -> {
            ApiKey before = require(tx, id, expected);
            requireNotAbove(caller, before.role());
            store.delete(tx, id);
            audit.record(
                    tx,
                    caller,
                    "api_key.delete",
                    subject(before),
                    Optional.of(before),
                    Optional.empty(),
                    Optional.empty());
            return before;
        });
    }

    /** Whose key has, or had, this hash; for finding the principal of a call. */
    public Optional<KeyOwner> findOwner(KeyHash hash) {
        return database.inDeployment(tx -> store.findOwner(tx, hash.bytes()));
    }

    /** The key as it is now, while it exists. */
    Optional<ApiKeyView> findView(KeyOwner owner) {
        return database.readTenant(owner.tenant(), tx -> views.find(tx, owner.key()));
    }

    /** All keys of the transaction's tenant as the gateway needs them. */
    public Map<ApiKeyId, ApiKeyView> load(TenantScope tx) {
        return views.list(tx).stream().collect(Collectors.toMap(ApiKeyView::id, key -> key));
    }

    /** A person's role in the tenant; a membership that was not taken up yet counts, though the key does not work before. */
    private Role requireMember(TenantScope tx, UserId user) {
        return store.memberRole(tx, user).orElseThrow(() -> {
            String advice = "There is no such member in this tenant.";
            return new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("user_id", "not_a_member", advice));
        });
    }

    private static void requireNotAboveThePerson(Role most, Role role) {
        if (!most.atLeast(role)) {
            String advice = "A person's key gives no more than the person has: the role " + most.word() + ".";
            throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("role", "above_the_member", advice));
        }
    }

    private ApiKey require(TenantScope tx, ApiKeyId id, Precondition expected) {
        ApiKey key = require(tx, id);
        if (!expected.allows(key.version())) {
            throw new Problem(ProblemType.STALE, "The API key was changed meanwhile; read it again.")
                    .with("current", key);
        }
        return key;
    }

    private ApiKey require(TenantScope tx, ApiKeyId id) {
        return store.find(tx, id)
                .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND, "There is no such API key in this tenant."));
    }

    private static void requireNotAbove(TenantCaller caller, Role role) {
        if (!caller.role().atLeast(role)) {
            throw new Problem(
                    ProblemType.FORBIDDEN,
                    "Nobody grants more than they have: your role is "
                            + caller.role().word() + ", the key's is " + role.word() + ".");
        }
    }

    /** The least that may call, and as long as a session: what the console makes is no way to a lasting key. */
    private static void requireFitForPurpose(ApiKey key, Changes changes) {
        if (key.purpose() != ApiKey.Purpose.PLAYGROUND) {
            return;
        }
        String advice = "A playground key keeps its role and its end; its name and allowed_models may be changed."
                + " Make an API key for other uses.";
        if (changes.role().mentioned()) {
            throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("role", "playground_key", advice));
        }
        if (changes.expiresAt().mentioned()) {
            throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("expires_at", "playground_key", advice));
        }
    }

    private void requireWithinLongestLife(TenantTx tx, Optional<Instant> expiresAt) {
        SettingValue longest = settings.load(tx).of(SettingName.API_KEY_MAX_DAYS);
        longest.value().ifPresent(days -> {
            Instant end = tx.now().plus(Duration.ofDays(days));
            if (expiresAt.isEmpty() || expiresAt.get().isAfter(end)) {
                String advice = "Keys live for at most " + days + " days here (" + SettingName.API_KEY_MAX_DAYS.word()
                        + ", set by the " + longest.source().word() + "): send an expires_at before " + end + ".";
                throw new Problem(
                        ProblemType.IMPOSSIBLE, advice, new FieldError("expires_at", "beyond_longest_life", advice));
            }
        });
    }

    private static void requireInFuture(Optional<Instant> expiresAt, Instant now) {
        if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
            throw new Problem(
                    ProblemType.IMPOSSIBLE,
                    "A key cannot expire before it is used.",
                    new FieldError("expires_at", "in_the_past", "must be in the future"));
        }
    }

    private static AuditSubject subject(ApiKey key) {
        return new AuditSubject("api_key", key.id().toString());
    }
}
