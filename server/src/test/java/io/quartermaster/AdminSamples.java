package io.quartermaster;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One request that succeeds for each operation of the admin API, given what there is in a tenant. */
final class AdminSamples {

    /** A request: a path below {@code /api/v1} and a body, empty for none. */
    record Request(String path, String body) {}

    private static final Map<String, Function<AdminScene, Request>> SAMPLES = Map.ofEntries(
            sample("listTenants", scene -> new Request("/tenants", "")),
            sample(
                    "createTenant",
                    scene ->
                            new Request("/tenants", "{\"slug\":\"%s\",\"name\":\"New\"}".formatted(scene.freshName()))),
            tenant("readTenant", scene -> new Request("", "")),
            tenant("changeTenant", scene -> new Request("", "{\"name\":\"%s\"}".formatted(scene.freshName()))),
            tenant("archiveTenant", scene -> new Request("", "")),
            sample("readMe", scene -> new Request("/me", "")),
            sample(
                    "changeMyPassword",
                    scene -> new Request(
                            "/me/password",
                            "{\"current_password\":\"%s\",\"new_password\":\"%s\"}"
                                    .formatted(AdminScene.PASSWORD, AdminScene.PASSWORD))),
            sample("signOut", scene -> new Request("/sign-out", "")),
            tenant("listMembers", scene -> new Request("/members", "")),
            tenant("inviteMember", scene -> new Request("/members", AdminScene.memberJson(scene.freshName()))),
            tenant("readMember", scene -> new Request("/members/" + scene.member(), "")),
            tenant("changeMember", scene -> new Request("/members/" + scene.member(), "{\"display_name\":\"Shown\"}")),
            tenant("removeMember", scene -> new Request("/members/" + scene.freshMember(), "")),
            tenant("inviteMemberAgain", scene -> new Request("/members/" + scene.member() + "/invitation", "")),
            sample("listUsers", scene -> new Request("/users", "")),
            sample("createUser", scene -> new Request("/users", AdminScene.userJson(scene.freshName()))),
            sample("readUser", scene -> new Request("/users/" + scene.user(), "")),
            sample("changeUser", scene -> new Request("/users/" + scene.user(), "{\"display_name\":\"Shown\"}")),
            tenant("listApiKeys", scene -> new Request("/api-keys", "")),
            tenant("createApiKey", scene -> new Request("/api-keys", "{\"name\":\"new\",\"role\":\"viewer\"}")),
            tenant("readApiKey", scene -> new Request("/api-keys/" + scene.key(), "")),
            tenant("changeApiKey", scene -> new Request("/api-keys/" + scene.key(), "{\"name\":\"renamed\"}")),
            tenant("rotateApiKey", scene -> new Request("/api-keys/" + scene.freshKey() + "/rotate", "{}")),
            tenant("createPlaygroundKey", scene -> new Request("/playground-key", "")),
            tenant("deleteApiKey", scene -> new Request("/api-keys/" + scene.freshKey(), "")),
            sample("readDeploymentHealth", scene -> new Request("/deployment/health", "")),
            sample("readSettings", scene -> new Request("/settings", "")),
            sample("changeSettings", scene -> new Request("/settings", "{\"api_key_rotation_grace_seconds\":60}")),
            tenant("readTenantSettings", scene -> new Request("/settings", "")),
            tenant(
                    "changeTenantSettings",
                    scene -> new Request("/settings", "{\"api_key_rotation_grace_seconds\":60}")),
            sample("listProviderFamilies", scene -> new Request("/provider-families", "")),
            sample("listSharedProviders", scene -> new Request("/shared-providers", "")),
            sample(
                    "createSharedProvider",
                    scene -> new Request("/shared-providers", AdminScene.providerJson(scene.freshName()))),
            sample("readSharedProvider", scene -> new Request("/shared-providers/" + scene.sharedProvider(), "")),
            sample(
                    "changeSharedProvider",
                    scene -> new Request("/shared-providers/" + scene.sharedProvider(), "{\"enabled\":true}")),
            sample(
                    "deleteSharedProvider",
                    scene -> new Request("/shared-providers/" + scene.freshSharedProvider(), "")),
            sample("listGrants", scene -> new Request("/shared-providers/" + scene.sharedProvider() + "/grants", "")),
            sample("readGrant", scene -> new Request(scene.grant(), "")),
            sample("grantSharedProvider", scene -> new Request(scene.grant(), "")),
            sample("revokeSharedProvider", scene -> new Request(scene.freshGrant(), "")),
            tenant("fingerprintKey", scene -> new Request("/key-fingerprints", "{\"api_key\":\"sk-known\"}")),
            sample("fingerprintSharedKey", scene -> new Request("/key-fingerprints", "{\"api_key\":\"sk-known\"}")),
            tenant("listProviders", scene -> new Request("/providers", "")),
            tenant("createProvider", scene -> new Request("/providers", AdminScene.providerJson(scene.freshName()))),
            tenant("readProvider", scene -> new Request("/providers/" + scene.provider(), "")),
            tenant("changeProvider", scene -> new Request("/providers/" + scene.provider(), "{\"priority\":7}")),
            tenant(
                    "orderProviders",
                    scene -> new Request(
                            "/provider-order",
                            "{\"family\":\"openai\",\"provider_ids\":[\"%s\"]}".formatted(scene.keyedProvider()))),
            tenant("deleteProvider", scene -> new Request("/providers/" + scene.freshProvider(), "")),
            tenant("testProvider", scene -> new Request("/providers/" + scene.provider() + "/test", "")),
            tenant("readProviderHealth", scene -> new Request("/providers/" + scene.provider() + "/health", "")),
            tenant(
                    "listUpstreamModels",
                    scene -> new Request("/providers/" + scene.provider() + "/upstream-models", "")),
            tenant("listUserKeys", scene -> new Request("/user-keys", "")),
            tenant(
                    "putUserKey",
                    scene -> new Request("/user-keys/" + scene.keyedProvider(), "{\"api_key\":\"sk-of-a-user\"}")),
            tenant("deleteUserKey", scene -> new Request("/user-keys/" + scene.keyedProvider(), "")),
            tenant(
                    "listUserKeyHolders",
                    scene -> new Request("/providers/" + scene.keyedProvider() + "/user-keys", "")),
            sample("listCatalogueModels", scene -> new Request("/catalogue/models", "")),
            sample("readCatalogueModel", scene -> new Request("/catalogue/models/openai/gpt-4o", "")),
            sample(
                    "putCatalogueModel",
                    scene -> new Request("/catalogue/models/ollama/" + scene.freshName(), "{\"model_type\":\"llm\"}")),
            sample(
                    "deleteCatalogueModel",
                    scene -> new Request("/catalogue/models/ollama/" + scene.freshCatalogueModel(), "")),
            tenant("listAvailableModels", scene -> new Request("/available-models", "")),
            tenant("listModels", scene -> new Request("/models", "")),
            tenant("createModel", scene -> new Request("/models", AdminScene.modelJson(scene.freshName()))),
            tenant("readModel", scene -> new Request("/models/" + scene.model(), "")),
            tenant("changeModel", scene -> new Request("/models/" + scene.model(), "{\"display_name\":\"Shown\"}")),
            tenant("deleteModel", scene -> new Request("/models/" + scene.freshModel(), "")),
            tenant("restoreModel", scene -> new Request("/models/" + scene.freshTombstone() + "/restore", "")),
            tenant("listDefaultModels", scene -> new Request("/default-models", "")),
            tenant(
                    "setDefaultModels",
                    scene -> new Request(
                            "/default-models",
                            "{\"default_models\":[{\"model_type\":\"llm\",\"model_id\":\"%s\"}]}"
                                    .formatted(scene.model()))),
            tenant("readDefaultModel", scene -> new Request("/default-models/llm", "")),
            tenant(
                    "setDefaultModel",
                    scene -> new Request("/default-models/llm", "{\"model_id\":\"%s\"}".formatted(scene.model()))),
            tenant("unpinDefaultModel", scene -> new Request("/default-models/llm", "")),
            tenant("listBudgets", scene -> new Request("/budgets", "")),
            tenant("createBudget", scene -> new Request("/budgets", AdminScene.budgetJson(scene.freshModel()))),
            tenant("readBudget", scene -> new Request("/budgets/" + scene.budget(), "")),
            tenant("changeBudget", scene -> new Request("/budgets/" + scene.budget(), "{\"limit_micros\":7}")),
            tenant("writeOffBudget", scene -> new Request("/budgets/" + scene.budget() + "/write-off", "")),
            tenant("deleteBudget", scene -> new Request("/budgets/" + scene.freshBudget(), "")),
            tenant("listLimits", scene -> new Request("/limits", "")),
            tenant(
                    "setLimits",
                    scene -> new Request(
                            "/limits", "{\"limits\":[{\"scope\":\"tenant\",\"requests_per_minute\":100000}]}")),
            tenant("readUsage", scene -> new Request("/usage?group_by=model", "")),
            tenant("listUsageEvents", scene -> new Request("/usage/events", "")),
            tenant("listAuditEvents", scene -> new Request("/audit-events", "")),
            sample("listDeploymentAuditEvents", scene -> new Request("/audit-events", "")));

    private AdminSamples() {}

    static Request of(String operation, AdminScene scene) {
        Function<AdminScene, Request> sample = SAMPLES.get(operation);
        if (sample == null) {
            throw new AssertionError("Give the operation " + operation + " a sample request");
        }
        return sample.apply(scene);
    }

    static Set<String> operations() {
        return new TreeSet<>(SAMPLES.keySet());
    }

    private static Map.Entry<String, Function<AdminScene, Request>> sample(
            String operation, Function<AdminScene, Request> request) {
        return Map.entry(operation, request);
    }

    private static Map.Entry<String, Function<AdminScene, Request>> tenant(
            String operation, Function<AdminScene, Request> request) {
        return sample(operation, scene -> {
            Request inTenant = request.apply(scene);
            return new Request("/tenants/" + scene.tenant() + inTenant.path(), inTenant.body());
        });
    }
}
