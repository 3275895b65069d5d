package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.http.ContractDocument.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminContractTest {

    private final Contract contract = Contract.admin();

    @Test
    void theContractHasTheOperationsThatResourcesAreWrittenFor() {
        assertThat(contract.operations())
                .extracting(ContractOperation::id)
                .containsExactlyInAnyOrder(
                        "listTenants",
                        "createTenant",
                        "readTenant",
                        "changeTenant",
                        "archiveTenant",
                        "listSharedProviders",
                        "createSharedProvider",
                        "readSharedProvider",
                        "changeSharedProvider",
                        "deleteSharedProvider",
                        "listGrants",
                        "readGrant",
                        "grantSharedProvider",
                        "revokeSharedProvider",
                        "readDeploymentHealth",
                        "readMe",
                        "changeMyPassword",
                        "signIn",
                        "signOut",
                        "readSignInMethods",
                        "beginOpenIdSignIn",
                        "finishOpenIdSignIn",
                        "acceptInvitation",
                        "listMembers",
                        "inviteMember",
                        "readMember",
                        "changeMember",
                        "removeMember",
                        "inviteMemberAgain",
                        "listUsers",
                        "createUser",
                        "readUser",
                        "changeUser",
                        "listApiKeys",
                        "createApiKey",
                        "readApiKey",
                        "changeApiKey",
                        "deleteApiKey",
                        "rotateApiKey",
                        "createPlaygroundKey",
                        "readSettings",
                        "changeSettings",
                        "readTenantSettings",
                        "changeTenantSettings",
                        "listProviderFamilies",
                        "fingerprintKey",
                        "fingerprintSharedKey",
                        "listProviders",
                        "createProvider",
                        "readProvider",
                        "changeProvider",
                        "orderProviders",
                        "deleteProvider",
                        "testProvider",
                        "listUpstreamModels",
                        "readProviderHealth",
                        "listUserKeys",
                        "putUserKey",
                        "deleteUserKey",
                        "listUserKeyHolders",
                        "listModels",
                        "createModel",
                        "readModel",
                        "changeModel",
                        "deleteModel",
                        "restoreModel",
                        "listAvailableModels",
                        "listCatalogueModels",
                        "readCatalogueModel",
                        "putCatalogueModel",
                        "deleteCatalogueModel",
                        "listDefaultModels",
                        "setDefaultModels",
                        "readDefaultModel",
                        "setDefaultModel",
                        "unpinDefaultModel",
                        "listBudgets",
                        "createBudget",
                        "readBudget",
                        "changeBudget",
                        "deleteBudget",
                        "writeOffBudget",
                        "listLimits",
                        "setLimits",
                        "readUsage",
                        "listUsageEvents",
                        "listAuditEvents",
                        "listDeploymentAuditEvents");
    }

    @Test
    void everyOperationButThoseThatMakeSomebodyOfAnybodyNeedsAPermission() {
        assertThat(contract.operations().stream()
                        .filter(operation -> operation.permission().isEmpty()))
                .extracting(ContractOperation::id)
                .containsExactlyInAnyOrder(
                        "signIn", "acceptInvitation", "readSignInMethods", "beginOpenIdSignIn", "finishOpenIdSignIn");
    }

    @Test
    void everySchemaOfTheContractCompiles() {
        List<Place> schemas = new ArrayList<>();
        collect(contract.document().root(), schemas);
        assertThat(schemas).hasSizeGreaterThan(50);
        assertThat(schemas)
                .allSatisfy(schema -> contract.document().compile(schema.path()).initializeValidators());
    }

    @Test
    void everyRequestObjectRefusesUnknownFields() {
        assertThat(contract.document()
                        .at(List.of("components", "requestBodies"))
                        .children())
                .isNotEmpty()
                .allSatisfy(body -> {
                    Place schema = contract.document()
                            .follow(body.child("content")
                                    .child("application/json")
                                    .child("schema"));
                    assertThat(schema.node().path("additionalProperties").asBoolean(true))
                            .isFalse();
                });
    }

    private static void collect(Place place, List<Place> found) {
        if (place.node().isContainer()) {
            for (Place child : place.children()) {
                if (child.name().equals("schema")) {
                    found.add(child);
                } else {
                    collect(child, found);
                }
            }
        }
        if (place.path().equals(List.of("components", "schemas"))) {
            found.addAll(place.children());
        }
    }
}
