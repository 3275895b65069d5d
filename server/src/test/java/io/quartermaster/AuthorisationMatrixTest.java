package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.AdminClient.Answer;
import io.quartermaster.access.Permission;
import io.quartermaster.access.Role;
import io.quartermaster.access.RoleTable;
import io.quartermaster.platform.http.Contract;
import io.quartermaster.platform.http.ContractOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Case 57: every operation of the contract, as every role, in every situation; a new operation fails until it has a sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorisationMatrixTest {

    /** Open to anybody: how one becomes somebody. Whoever adds one here says why it needs no permission. */
    private static final Set<String> OPEN =
            Set.of("signIn", "acceptInvitation", "readSignInMethods", "beginOpenIdSignIn", "finishOpenIdSignIn");

    /** For people who signed in; a key may not. */
    private static final Set<String> OF_SESSIONS = Set.of("changeMyPassword", "signOut", "createPlaygroundKey");

    /** For people, who sign in or have a key with their name on it; a key of a service may not. */
    private static final Set<String> OF_PEOPLE = Set.of("listUserKeys", "putUserKey", "deleteUserKey");

    private static final List<ContractOperation> OPERATIONS = Contract.admin().operations().stream()
            .filter(operation -> !OPEN.contains(operation.id()))
            .toList();

    private TestServer server;
    private AdminScene own;
    private AdminScene foreign;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start();
        own = new AdminScene(server);
        foreign = new AdminScene(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyOperationHasASampleAndAPermission() {
        assertThat(AdminSamples.operations())
                .containsExactlyInAnyOrderElementsOf(
                        OPERATIONS.stream().map(ContractOperation::id).toList());
        assertThat(OPERATIONS)
                .allSatisfy(operation -> assertThat(operation.permission().flatMap(Permission::parse))
                        .as(operation.id())
                        .isPresent());
    }

    @Test
    void everyRoleMayWhatTheTableSaysAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        for (ContractOperation operation : OPERATIONS) {
            for (Role role : Role.values()) {
                for (boolean session : List.of(false, true)) {
                    AdminScene scene = endsSomething(operation, role) ? new AdminScene(server) : own;
                    boolean allowed = RoleTable.allows(role, permission(operation))
                            && (session || !OF_SESSIONS.contains(operation.id()))
                            && (session || !OF_PEOPLE.contains(operation.id()));
                    AdminClient client = scene.clientsOf(role).get(session ? 1 : 0);
                    compare(wrong, operation, role, allowed ? "2xx" : "403 forbidden", call(operation, scene, client));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aSuspendedTenantCanBeReadButOnlyTheOperatorMayChangeItsStatus() {
        AdminScene suspended = new AdminScene(server).suspend();
        Set<Permission> allowed = Set.of(Permission.CHANGE_TENANTS, Permission.ARCHIVE_TENANT);
        List<String> wrong = new ArrayList<>();
        for (ContractOperation operation : inTenant()) {
            AdminScene scene = operation.id().equals("archiveTenant") ? new AdminScene(server).suspend() : suspended;
            for (Role role : Role.values()) {
                Permission permission = permission(operation);
                String expected = !RoleTable.allows(role, permission)
                        ? "403 forbidden"
                        : permission.changes() && !allowed.contains(permission) ? "403 tenant_suspended" : "2xx";
                // whoever archives it once cannot do it again
                int most = operation.id().equals("archiveTenant") ? 1 : 2;
                for (AdminClient client : scene.clientsOf(role).subList(0, most)) {
                    boolean nobodys = client != scene.sessionOf(role) && OF_PEOPLE.contains(operation.id());
                    compare(
                            wrong,
                            operation,
                            role,
                            nobodys && expected.equals("2xx") ? "403 forbidden" : expected,
                            call(operation, scene, client));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aForeignTenantCannotBeToldFromOneThatDoesNotExist() {
        List<String> wrong = new ArrayList<>();
        for (ContractOperation operation : inTenant()) {
            AdminSamples.Request request = AdminSamples.of(operation.id(), foreign);
            String missing =
                    request.path().replace(foreign.tenant(), UUID.randomUUID().toString());
            for (Role role : Role.values()) {
                for (AdminClient client : role == Role.OPERATOR ? List.<AdminClient>of() : own.clientsOf(role)) {
                    Answer there = client.send(operation.method(), request.path(), request.body(), Map.of());
                    Answer nowhere = client.send(operation.method(), missing, request.body(), Map.of());
                    compare(wrong, operation, role, "404 not_found", there);
                    if (!told(there).equals(told(nowhere))) {
                        wrong.add(operation.id() + " tells: " + told(there) + " / " + told(nowhere));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nobodyGetsAnywhereWithoutAKeyOrWithGarbage() {
        List<String> wrong = new ArrayList<>();
        for (ContractOperation operation : inTenant()) {
            for (String key : List.of("", "qm_0000000000000000000000000000000000000000000", "garbage \"' ;--")) {
                Answer answer = call(operation, own, server.as(key));
                if (answer.status() != 401 || answer.header("www-authenticate").isEmpty()) {
                    wrong.add(operation.id() + " with '" + key + "': " + answer.status() + " " + answer.headers());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theIdOfAnotherTenantsThingCannotBeToldFromOneThatDoesNotExist() {
        List<String> wrong = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        for (ContractOperation operation : inTenant()) {
            AdminSamples.Request request = AdminSamples.of(operation.id(), foreign);
            String inOwn = request.path().replace(foreign.tenant(), own.tenant());
            Set<String> ids = ids(inOwn + request.body());
            ids.remove(own.tenant());
            if (!ids.isEmpty()) {
                String id = ids.iterator().next();
                String none = UUID.randomUUID().toString();
                for (Role role : List.of(Role.ADMIN, Role.OPERATOR)) {
                    AdminClient client = server.as(own.keyOf(role));
                    Answer there = client.send(operation.method(), inOwn, request.body(), Map.of());
                    Answer nowhere = client.send(
                            operation.method(),
                            inOwn.replace(id, none),
                            request.body().replace(id, none),
                            Map.of());
                    if (there.status() < 400 || !told(there).equals(told(nowhere))) {
                        wrong.add(operation.id() + " tells: " + told(there) + " / " + told(nowhere));
                    }
                }
                checked.add(operation.id());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked)
                .contains("readApiKey", "deleteProvider", "changeModel", "setDefaultModel", "setDefaultModels");
    }

    @Test
    void aModelIsBoundToNoProviderOfAnotherTenant() {
        for (String key : List.of(own.keyOf(Role.ADMIN), TestServer.OPERATOR_KEY)) {
            String models = "/tenants/" + own.tenant() + "/models";
            String body =
                    "{\"family\":\"openai-compatible\",\"model\":\"bound\",\"model_type\":\"llm\",\"provider_id\":\"%s\"}";
            Answer there = server.as(key).post(models, body.formatted(foreign.provider()));
            Answer nowhere = server.as(key).post(models, body.formatted(UUID.randomUUID()));
            assertThat(there.status()).isEqualTo(422);
            assertThat(told(there)).isEqualTo(told(nowhere));

            String change = "{\"provider_id\":\"%s\"}";
            Answer rebound = server.as(key).patch(models + "/" + own.model(), change.formatted(foreign.provider()));
            Answer lost = server.as(key).patch(models + "/" + own.model(), change.formatted(UUID.randomUUID()));
            assertThat(rebound.status()).isEqualTo(422);
            assertThat(told(rebound)).isEqualTo(told(lost));
        }
    }

    /** Case 52d: who is not an operator cannot tell an archived tenant from none. */
    @Test
    void anArchivedTenantIsThereForOperatorsAlone() {
        AdminScene archived = new AdminScene(server).suspend();
        server.operator().delete("/tenants/" + archived.tenant()).require(200);
        List<String> wrong = new ArrayList<>();
        for (ContractOperation operation : inTenant()) {
            for (Role role : Role.values()) {
                Permission permission = permission(operation);
                boolean reads = !permission.changes();
                for (AdminClient client : archived.clientsOf(role)) {
                    if (role != Role.OPERATOR) {
                        compare(wrong, operation, role, "404 not_found", call(operation, archived, client));
                    } else if (RoleTable.allows(role, permission) && !ABOUT_THE_TENANT.contains(permission)) {
                        String expected = reads ? "2xx" : "403 tenant_archived";
                        compare(wrong, operation, role, expected, call(operation, archived, client));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyWriteWithASessionNeedsItsCsrfToken() {
        List<String> wrong = new ArrayList<>();
        Answer signedIn = own.signIn();
        String foreignToken = own.signIn().string("csrf_token");
        AdminClient without = new AdminClient(server.address(), Map.of("cookie", signedIn.cookie()));
        AdminClient other =
                new AdminClient(server.address(), Map.of("cookie", signedIn.cookie(), "x-qm-csrf", foreignToken));
        for (ContractOperation operation : OPERATIONS) {
            for (AdminClient client : List.of(without, other)) {
                String read = RoleTable.allows(Role.OPERATOR, permission(operation)) ? "2xx" : "403 forbidden";
                String expected = operation.method().equals("GET") ? read : "403 csrf";
                compare(wrong, operation, Role.OPERATOR, expected, call(operation, own, client));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static final Set<Permission> ABOUT_THE_TENANT =
            Set.of(Permission.CHANGE_TENANTS, Permission.ARCHIVE_TENANT);

    private static boolean endsSomething(ContractOperation operation, Role role) {
        return (operation.id().equals("archiveTenant") && role.atLeast(Role.OWNER))
                || operation.id().equals("signOut");
    }

    private Answer call(ContractOperation operation, AdminScene scene, AdminClient client) {
        AdminSamples.Request request = AdminSamples.of(operation.id(), scene);
        return client.send(operation.method(), request.path(), request.body(), Map.of());
    }

    private static void compare(
            List<String> wrong, ContractOperation operation, Role role, String expected, Answer answer) {
        String actual = answer.status() / 100 == 2 ? "2xx" : answer.status() + " " + answer.problem();
        if (!actual.equals(expected)) {
            wrong.add(operation.id() + " as " + role.word() + ": expected " + expected + " but got " + answer.text());
        }
    }

    private static List<ContractOperation> inTenant() {
        return OPERATIONS.stream()
                .filter(operation -> operation.path().contains("/tenants/{tenant}"))
                .toList();
    }

    private static Permission permission(ContractOperation operation) {
        return operation.permission().flatMap(Permission::parse).orElseThrow();
    }

    /** What an answer says, without the ids that the caller sent or that name the request. */
    private static String told(Answer answer) {
        return answer.status() + " " + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>");
    }

    private static Set<String> ids(String text) {
        return java.util.regex.Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
