package io.quartermaster.provider;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.Ids;
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
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Creates, reads, changes and deletes the provider configs of a tenant. */
public final class ProviderConfigs {

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final Ids ids;
    private final ProviderKeys keys;
    private final ProviderViews views;
    private final ProviderRemoval removal;
    private final UserKeys people;
    private final ProviderConfigStore store = new ProviderConfigStore();
    private final SharedGrantStore grants = new SharedGrantStore();
    private final UserKeyStore userKeys = new UserKeyStore();

    public ProviderConfigs(
            Database database,
            Authorizer authorizer,
            Audit audit,
            Ids ids,
            ProviderKeys keys,
            ProviderViews views,
            ProviderRemoval removal,
            UserKeys people) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
        this.ids = ids;
        this.keys = keys;
        this.views = views;
        this.removal = removal;
        this.people = people;
    }

    Page<ShownProvider> list(TenantCaller caller, PageRequest page) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> store.list(tx, page).map(row -> shown(tx, row)));
    }

    ShownProvider read(TenantCaller caller, ProviderConfigId id) {
        authorizer.require(caller, Permission.READ_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> shown(tx, require(tx, id)));
    }

    /** How long calls to the provider config may take; refuses a caller who may not see it. */
    public ProviderDeadlines requireDeadlines(TenantCaller caller, ProviderConfigId id) {
        ShownProvider shown = read(caller, id);
        return ProviderDeadlines.of(shown.family(), shown.settings());
    }

    ShownProvider create(TenantCaller caller, ProviderDraft draft) {
        return create(caller, draft, "provider.create", true);
    }

    /** Makes a config that may lack the key that its policy needs: it is there, and unusable until somebody gives it one. */
    ShownProvider createWithoutKey(TenantCaller caller, ProviderDraft draft) {
        authorizer.require(caller, Permission.CHANGE_TENANTS); // the operator alone, who imports
        return create(caller, draft, "provider.import", false);
    }

    private ShownProvider create(TenantCaller caller, ProviderDraft draft, String action, boolean complete) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        ProviderRules.requireLegal(draft.policy());
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProviderConfigId id = new ProviderConfigId(ids.next());
            ProviderConfig config = new ProviderConfig(
                    id,
                    draft.family(),
                    Optional.empty(),
                    draft.name(),
                    draft.baseUrl(),
                    draft.settings(),
                    draft.credential().map(given -> keys.seal(tx, id, given)),
                    draft.policy(),
                    draft.enabled(),
                    draft.priority(),
                    tx.version(),
                    tx.now(),
                    caller.label(),
                    tx.now(),
                    caller.label());
            store.insert(tx, config);
            ProviderRow row = require(tx, id); // as a later read will find it; a rule that it breaks takes it back
            if (complete) {
                ProviderRules.requireAddress(config.family(), keys.baseUrl(row));
                ProviderRules.requireCentralKey(config.policy(), keys.facts(tx.tenant(), row));
            }
            ShownProvider after = shown(tx, row);
            audit.record(tx, caller, action, subject(id), Optional.empty(), Optional.of(after), Optional.empty());
            return after;
        }));
    }

    ShownProvider change(
            TenantCaller caller, ProviderConfigId id, Precondition expected, ProviderDraft.Changes changes) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        return meaning(() -> database.inTenant(caller.tenant(), tx -> {
            ProviderRow before = require(tx, id, expected);
            ProviderRules.requireChangeable(before, changes);
            ProviderConfig merged = merge(tx, caller, before.config(), changes);
            ProviderRules.requireLegal(merged.policy());
            store.update(tx, merged);
            ProviderRow after = require(tx, id);
            ProviderRules.requireAddress(merged.family(), keys.baseUrl(after));
            boolean moved = movesElsewhere(before, after);
            ProviderRules.requireNewKeyIfMoved(
                    moved, before.key().isPresent() && !changes.credential().mentioned());
            if (touchesCredential(before.config(), merged, changes)) {
                ProviderRules.requireCentralKey(merged.policy(), keys.facts(tx.tenant(), after));
            }
            int keysLeftBehind = moved ? userKeys.deleteAll(tx, id) : 0; // those follow no redirection either
            ShownProvider shown = shown(tx, after);
            audit.record(
                    tx,
                    caller,
                    "provider.change",
                    subject(id),
                    Optional.of(shown(tx, before)),
                    Optional.of(shown),
                    keysLeftBehind == 0
                            ? Optional.empty()
                            : Optional.of(Consequences.NONE.withUserKeys(keysLeftBehind)));
            return shown;
        }));
    }

    /** Deletes the config with its consequences, or, in a dry run, only tells them. */
    Consequences delete(TenantCaller caller, ProviderConfigId id, Precondition expected, boolean dryRun) {
        authorizer.require(caller, Permission.CHANGE_PROVIDERS);
        return database.inTenant(caller.tenant(), tx -> {
            ProviderRow before = require(tx, id, expected);
            ShownProvider shown = shown(tx, before);
            Consequences consequences = removal.remove(tx, caller, before);
            if (!dryRun) {
                before.config().sharedProviderId().ifPresent(shared -> grants.decline(tx, shared));
                audit.record(
                        tx,
                        caller,
                        "provider.delete",
                        subject(id),
                        Optional.of(shown),
                        Optional.empty(),
                        Optional.of(consequences));
            }
            return consequences;
        });
    }

    /** The transaction's tenant's providers by precedence, each with what a call to it would be made with. */
    public ProvidersView load(TenantScope tx) {
        return views.load(tx);
    }

    /** As above, as a person's calls find them who may have keys of their own. */
    public ProvidersView load(TenantScope tx, TenantCaller caller) {
        ProvidersView view = load(tx);
        return caller.caller()
                .user()
                .map(user -> view.withUserKeys(people.held(tx, user)))
                .orElse(view);
    }

    /** A provider config to be tried out; {@code view} is empty when it has no address to be called at. */
    public record Tried(ProviderFamily family, Optional<ProviderView> view) {}

    /** The config as calls of the caller would find it, were it enabled: with the caller's own key, if there is one. */
    public Tried viewToTry(TenantCaller caller, ProviderConfigId id) {
        authorizer.require(caller, Permission.TEST_PROVIDERS);
        return database.readTenant(caller.tenant(), tx -> {
            ProviderRow row = require(tx, id);
            Optional<HeldCredential> own = caller.caller()
                    .user()
                    .flatMap(user -> Optional.ofNullable(people.held(tx, user).get(id)));
            return new Tried(
                    row.config().family(),
                    views.view(tx, row).map(view -> own.map(view::withUserKey).orElse(view)));
        });
    }

    /** The family of an existing provider config, whether it is enabled, or empty: for binding a model to it. */
    public Optional<Bindable> findBindable(TenantScope tx, ProviderConfigId id) {
        return store.find(tx, id).map(row -> new Bindable(row.config().family(), row.enabled()));
    }

    /** What binding a model to a provider config depends on. */
    public record Bindable(ProviderFamily family, boolean enabled) {}

    private ProviderConfig merge(
            TenantTx tx, TenantCaller caller, ProviderConfig before, ProviderDraft.Changes changes) {
        Change<StoredKey> key =
                changes.credential().of(before.family()).map(given -> keys.seal(tx, before.id(), given));
        JsonNode settings = changes.settings().or(before.settings(), ProviderInput.NO_SETTINGS);
        if (changes.settings().mentioned()) {
            before.family().settingsSchema().require(settings, "settings");
        }
        return new ProviderConfig(
                before.id(),
                before.family(),
                before.sharedProviderId(),
                changes.name().or(before.name()),
                changes.baseUrl().apply(before.baseUrl()),
                settings,
                key.apply(before.key()),
                changes.policy(before.policy()),
                changes.enabled().or(before.enabled()),
                changes.priority().or(before.priority(), ProviderDraft.DEFAULT_PRIORITY),
                tx.version(),
                before.createdAt(),
                before.createdBy(),
                tx.now(),
                caller.label());
    }

    /** A config may have lost its key since, by a grant taken back; that must not stand in the way of disabling it. */
    private static boolean touchesCredential(
            ProviderConfig before, ProviderConfig after, ProviderDraft.Changes changes) {
        return changes.credential().mentioned()
                || !before.policy().equals(after.policy())
                || !before.settings().equals(after.settings())
                || !before.baseUrl().equals(after.baseUrl());
    }

    /** The family's own addresses are one place, whatever region the settings name. */
    private boolean movesElsewhere(ProviderRow before, ProviderRow after) {
        return (before.ownBaseUrl().isPresent() || after.ownBaseUrl().isPresent())
                && !keys.baseUrl(before)
                        .map(ProviderRules::origin)
                        .equals(keys.baseUrl(after).map(ProviderRules::origin));
    }

    private ProviderRow require(TenantTx tx, ProviderConfigId id, Precondition expected) {
        ProviderRow row = require(tx, id);
        if (!expected.allows(row.config().version())) {
            throw new Problem(ProblemType.STALE, "The provider config was changed meanwhile; read it again.")
                    .with("current", shown(tx, row));
        }
        return row;
    }

    private ProviderRow require(TenantScope tx, ProviderConfigId id) {
        return store.find(tx, id).orElseThrow(ProviderConfigs::missing);
    }

    static Problem missing() {
        return new Problem(ProblemType.NOT_FOUND, "There is no such provider config in this tenant.");
    }

    private <T> T meaning(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConstraintViolation violation) {
            throw store.meaning(violation);
        }
    }

    private ShownProvider shown(TenantScope tx, ProviderRow row) {
        return ShownProvider.of(row, keys.resolve(tx.tenant(), row));
    }

    private static AuditSubject subject(ProviderConfigId id) {
        return new AuditSubject("provider", id.toString());
    }
}
