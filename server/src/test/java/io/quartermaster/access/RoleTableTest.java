package io.quartermaster.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of roles, written down a second time: whoever changes what a role may do says so twice. */
final class RoleTableTest {

    private static final List<String> VIEWER = List.of(
            "me:read",
            "me:change",
            "tenants:read",
            "tenants:join",
            "tenants:leave",
            "families:read",
            "user-keys:read",
            "user-keys:change",
            "usage:read-own",
            "models:read-usable",
            "catalogue:read");
    private static final List<String> MEMBER = and(VIEWER, "gateway:call");
    private static final List<String> EDITOR = and(MEMBER, "models:read");
    private static final List<String> ADMIN = and(
            EDITOR,
            "api-keys:read",
            "api-keys:change",
            "providers:read",
            "providers:change",
            "providers:test",
            "models:change",
            "default-models:read",
            "default-models:change",
            "settings:read",
            "settings:change",
            "members:read",
            "members:change",
            "usage:read",
            "budgets:read",
            "budgets:change",
            "limits:read",
            "limits:change",
            "audit:read");
    private static final List<String> OWNER = and(ADMIN, "tenants:archive");
    private static final List<String> OPERATOR = and(
            OWNER.stream()
                    .filter(word -> !word.startsWith("user-keys:") && !word.equals("gateway:call"))
                    .toList(),
            "tenants:list",
            "tenants:change",
            "users:read",
            "users:change",
            "deployment-settings:read",
            "deployment-settings:change",
            "catalogue:change",
            "shared-providers:read",
            "shared-providers:change",
            "audit:read-deployment",
            "deployment:read");

    @Test
    void everyRoleMayWhatItIsMeantTo() {
        assertThat(allowed(Role.VIEWER)).containsExactlyInAnyOrderElementsOf(VIEWER);
        assertThat(allowed(Role.MEMBER)).containsExactlyInAnyOrderElementsOf(MEMBER);
        assertThat(allowed(Role.EDITOR)).containsExactlyInAnyOrderElementsOf(EDITOR);
        assertThat(allowed(Role.ADMIN)).containsExactlyInAnyOrderElementsOf(ADMIN);
        assertThat(allowed(Role.OWNER)).containsExactlyInAnyOrderElementsOf(OWNER);
        assertThat(allowed(Role.OPERATOR)).containsExactlyInAnyOrderElementsOf(OPERATOR);
    }

    @Test
    void whatIsNoReadChangesAndIsRefusedInASuspendedTenant() {
        assertThat(Arrays.stream(Permission.values())
                        .filter(Permission::changes)
                        .map(Permission::word))
                .containsExactlyInAnyOrder(
                        "tenants:change",
                        "tenants:archive",
                        "tenants:join",
                        "tenants:leave",
                        "members:change",
                        "api-keys:change",
                        "providers:change",
                        "providers:test",
                        "user-keys:change",
                        "models:change",
                        "default-models:change",
                        "gateway:call",
                        "settings:change",
                        "budgets:change",
                        "limits:change",
                        "deployment-settings:change",
                        "catalogue:change",
                        "shared-providers:change");
    }

    private static List<String> allowed(Role role) {
        return Arrays.stream(Permission.values())
                .filter(permission -> RoleTable.allows(role, permission))
                .map(Permission::word)
                .toList();
    }

    private static List<String> and(List<String> base, String... more) {
        return Stream.concat(base.stream(), Stream.of(more)).toList();
    }
}
