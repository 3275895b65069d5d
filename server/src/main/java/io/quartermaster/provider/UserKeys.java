package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.ConfigVersions;
import io.quartermaster.platform.db.ConstraintViolation;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.db.TenantTx;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys that people bring along. A person sees and changes their own and nobody else's; those who manage providers see who has one.
 * A change moves the tenant's version as every write does, by which all nodes hear of it.
 */
public final class UserKeys {

    static final ProblemType NOT_TAKEN = new ProblemType("user_keys_not_allowed", 422, "User keys are not taken");

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final ProviderKeys keys;
    private final ConfigVersions versions;
    private final ProviderConfigStore configs = new ProviderConfigStore();
    private final UserKeyStore store = new UserKeyStore();

    UserKeys(Database database, Authorizer authorizer, Audit audit, ProviderKeys keys, ConfigVersions versions) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.keys = keys;
        this.versions = versions;
    }

    /** The enabled provider configs that take user keys, with what the caller has of them. */
    Page<ShownUserKey> list(TenantCaller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_USER_KEYS);
        UserId user = person(caller);
        return database.readTenant(caller.tenant(), tx -> {
            Map<ProviderConfigId, UserKeyRow> own = own(tx, user);
            return configs.listTakingUserKeys(tx, page)
                    .map(row -> shown(
                            tx, row, Optional.ofNullable(own.get(row.config().id()))));
        });
    }

    /** Whose keys there are for a provider config, hidden ones too. */
    Page<ShownUserKey.Holder> listHolders(TenantCaller caller, ProviderConfigId provider, PageRequest page) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> {
            require(tx, provider);
            return store.list(tx, provider, page).map(ShownUserKey.Holder::of);
        });
    }

    ShownUserKey put(TenantCaller caller, ProviderConfigId provider, Precondition expected, Sensitive text) {
        authorizer.require(caller, Permission.CHANGE_USER_KEYS);
        UserId user = person(caller);
        try {
            return database.inTenant(caller.tenant(), tx -> put(tx, caller, user, provider, expected, text));
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private ShownUserKey put(
            TenantTx tx,
            TenantCaller caller,
            UserId user,
            ProviderConfigId provider,
            Precondition expected,
            Sensitive text) {
        ProviderRow row = require(tx, provider);
        requireTaken(row);
        Optional<UserKey> before = store.find(tx, user, provider);
        requireCurrent(expected, before);
        store.put(
                tx,
                new UserKey(
                        user,
                        provider,
                        keys.seal(tx, user, provider, text),
                        tx.version(),
                        before.map(UserKey::createdAt).orElse(tx.now()),
                        before.map(UserKey::createdBy).orElse(caller.label()),
                        tx.now(),
                        caller.label()));
        UserKeyRow after = Optional.ofNullable(own(tx, user).get(provider)).orElseThrow();
        audit.record(
                tx,
                caller,
                "user-key.put",
                subject(user, provider),
                before.map(ShownUserKey.Audited::of),
                Optional.of(ShownUserKey.Audited.of(after.key())),
                Optional.empty());
        return shown(tx, row, Optional.of(after));
    }

    /** Also of a provider config that takes no user keys any more: one's key can always be taken back. */
    void delete(TenantCaller caller, ProviderConfigId provider, Precondition expected) {
        authorizer.require(caller, Permission.CHANGE_USER_KEYS);
        UserId user = person(caller);
        database.inTenant(caller.tenant(), tx -> {
            require(tx, provider);
            Optional<UserKey> before = store.find(tx, user, provider);
            requireCurrent(expected, before);
            before.ifPresent(key -> {
                store.delete(tx, user, provider);
                audit.record(
                        tx,
                        caller,
                        "user-key.delete",
                        subject(user, provider),
                        Optional.of(ShownUserKey.Audited.of(key)),
                        Optional.empty(),
                        Optional.empty());
            });
            return before.isPresent();
        });
    }

    /** For a snapshot of the transaction's tenant. */
    public UserKeyStamp stamp(TenantScope tx) {
        return store.stamp(tx);
    }

    /** A person's keys as the gateway uses them, opened; one read transaction. */
    public UserKeysView read(TenantId tenant, UserId user) {
        return database.readTenant(
                tenant, tx -> new UserKeysView(versions.require(tx), store.stamp(tx), held(tx, user)));
    }

    Map<ProviderConfigId, HeldCredential> held(TenantScope tx, UserId user) {
        return store.list(tx, user).stream()
                .collect(Collectors.toMap(row -> row.key().provider(), row -> keys.open(tx.tenant(), row)));
    }

    static Problem notAMember() {
        return new Problem(ProblemType.FORBIDDEN, "Only members of a tenant have user keys there; become one first.");
    }

    /**
     * A key of a service is nobody's.
     *
     * @throws Problem 403
     */
    private static UserId person(TenantCaller caller) {
        return caller.caller()
                .user()
                .orElseThrow(() -> new Problem(
                        ProblemType.FORBIDDEN,
                        "User keys belong to people: sign in, or use an API key that has a user_id."));
    }

    private Map<ProviderConfigId, UserKeyRow> own(TenantScope tx, UserId user) {
        return store.list(tx, user).stream()
                .collect(Collectors.toMap(row -> row.key().provider(), Function.identity()));
    }

    private ShownUserKey shown(TenantScope tx, ProviderRow row, Optional<UserKeyRow> own) {
        return ShownUserKey.of(
                row,
                own.map(UserKeyRow::key),
                keys.resolve(tx.tenant(), row, own.map(key -> keys.open(tx.tenant(), key))),
                keys.resolve(tx.tenant(), row));
    }

    private ProviderRow require(TenantScope tx, ProviderConfigId id) {
        return configs.find(tx, id).orElseThrow(ProviderConfigs::missing);
    }

    private static void requireTaken(ProviderRow row) {
        if (!row.enabled()) {
            String advice = "The provider config is disabled; a key for it can be set once it is enabled again.";
            throw new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError("provider", "provider_disabled", advice));
        }
        if (!row.config().policy().userKeyAllowed()) {
            String advice = "This provider config takes no keys of users; whoever manages it can set user_key_allowed.";
            throw new Problem(NOT_TAKEN, advice, new FieldError("provider", "user_keys_not_allowed", advice));
        }
    }

    private static void requireCurrent(Precondition expected, Optional<UserKey> before) {
        OptionalLong version = before.stream().mapToLong(UserKey::version).findFirst();
        if (!expected.allows(version)) {
            throw new Problem(ProblemType.STALE, "Your key was changed meanwhile; read the list again.");
        }
    }

    private static AuditSubject subject(UserId user, ProviderConfigId provider) {
        return new AuditSubject("user-key", user + "/" + provider);
    }
}
