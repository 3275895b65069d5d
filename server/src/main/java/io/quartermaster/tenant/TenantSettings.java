package io.quartermaster.tenant;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.audit.Audit;
import io.quartermaster.audit.AuditSubject;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.TenantScope;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Precondition;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.Map;
import java.util.Optional;

/** Reads and changes settings: those of a tenant, and the deployment's, which hold where a tenant says nothing. */
public final class TenantSettings {

    private static final AuditSubject DEPLOYMENT = new AuditSubject("settings", "deployment");

    private final Database database;
    private final Authorizer authorizer;
    private final Audit audit;
    private final SettingStore store = new SettingStore();

    public TenantSettings(Database database, Authorizer authorizer, Audit audit) {
        this.database = database;
        this.authorizer = authorizer;
        this.audit = audit;
    }

    SettingValues read(TenantCaller caller) {
        authorizer.require(caller, Permission.READ_SETTINGS);
        return database.readTenant(caller.tenant(), this::load);
    }

    SettingValues change(TenantCaller caller, Precondition expected, Map<SettingName, Change<Integer>> changes) {
        authorizer.require(caller, Permission.CHANGE_SETTINGS);
        return database.inTenant(caller.tenant(), tx -> {
            SettingValues before = load(tx);
            require(expected, before);
            if (changes.isEmpty()) {
                return before;
            }
            changes.forEach((name, change) -> store.put(tx, name, change.given(), caller.label()));
            SettingValues after = load(tx);
            audit.record(
                    tx,
                    caller,
                    "settings.change",
                    new AuditSubject("settings", tx.tenant().toString()),
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    SettingValues read(DeploymentCaller caller) {
        authorizer.require(caller.caller(), Permission.READ_DEPLOYMENT_SETTINGS);
        return database.inDeployment(tx -> SettingValues.ofDeployment(store.deployment(tx.sql())));
    }

    SettingValues change(DeploymentCaller caller, Precondition expected, Map<SettingName, Change<Integer>> changes) {
        authorizer.require(caller.caller(), Permission.CHANGE_DEPLOYMENT_SETTINGS);
        return database.changeDeployment(tx -> {
            SettingValues before = SettingValues.ofDeployment(store.deployment(tx.sql()));
            require(expected, before);
            if (changes.isEmpty()) {
                return before;
            }
            changes.forEach((name, change) -> store.put(tx, name, change.given(), caller.label()));
            SettingValues after = SettingValues.ofDeployment(store.deployment(tx.sql()));
            audit.record(
                    tx,
                    caller,
                    "settings.change",
                    DEPLOYMENT,
                    Optional.of(before),
                    Optional.of(after),
                    Optional.empty());
            return after;
        });
    }

    /** What holds of one in the transaction's tenant, for whoever acts by it; asks nobody for leave. */
    public Optional<Integer> value(TenantScope tx, SettingName name) {
        return load(tx).of(name).value();
    }

    /** What holds in the transaction's tenant. */
    SettingValues load(TenantScope tx) {
        return SettingValues.ofTenant(store.deployment(tx.sql()), store.tenant(tx));
    }

    private static void require(Precondition expected, SettingValues current) {
        if (!expected.allows(current.version())) {
            throw new Problem(ProblemType.STALE, "The settings were changed meanwhile; read them again.")
                    .with("current", ShownSettings.of(current));
        }
    }
}
