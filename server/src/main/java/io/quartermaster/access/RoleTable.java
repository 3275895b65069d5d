package io.quartermaster.access;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The one table of what each role may do. What is not in it is refused. */
public final class RoleTable {

    private static final Map<Role, Set<Permission>> ALLOWED = new EnumMap<>(Role.class);

    static {
        Set<Permission> viewer = EnumSet.of(
                Permission.READ_ME,
                Permission.CHANGE_ME,
                Permission.READ_TENANT,
                Permission.JOIN_TENANT,
                Permission.LEAVE_TENANT,
                Permission.READ_FAMILIES,
                Permission.READ_USER_KEYS,
                Permission.CHANGE_USER_KEYS,
                Permission.READ_OWN_USAGE,
                Permission.READ_USABLE_MODELS,
                Permission.READ_CATALOGUE);
        Set<Permission> member = with(viewer, Permission.CALL_GATEWAY);
        Set<Permission> editor = with(member, Permission.READ_MODELS);
        Set<Permission> admin = with(
                editor,
                Permission.READ_API_KEYS,
                Permission.CHANGE_API_KEYS,
                Permission.READ_PROVIDERS,
                Permission.CHANGE_PROVIDERS,
                Permission.TEST_PROVIDERS,
                Permission.CHANGE_MODELS,
                Permission.READ_DEFAULT_MODELS,
                Permission.CHANGE_DEFAULT_MODELS,
                Permission.READ_SETTINGS,
                Permission.CHANGE_SETTINGS,
                Permission.READ_MEMBERS,
                Permission.CHANGE_MEMBERS,
                Permission.READ_USAGE,
                Permission.READ_BUDGETS,
                Permission.CHANGE_BUDGETS,
                Permission.READ_LIMITS,
                Permission.CHANGE_LIMITS,
                Permission.READ_AUDIT);
        Set<Permission> owner = with(admin, Permission.ARCHIVE_TENANT);
        ALLOWED.put(Role.VIEWER, viewer);
        ALLOWED.put(Role.MEMBER, member);
        ALLOWED.put(Role.EDITOR, editor);
        ALLOWED.put(Role.ADMIN, admin);
        ALLOWED.put(Role.OWNER, owner);
        Set<Permission> operator = with(
                owner,
                Permission.LIST_TENANTS,
                Permission.CHANGE_TENANTS,
                Permission.READ_DEPLOYMENT_SETTINGS,
                Permission.CHANGE_DEPLOYMENT_SETTINGS,
                Permission.CHANGE_CATALOGUE,
                Permission.READ_USERS,
                Permission.CHANGE_USERS,
                Permission.READ_SHARED_PROVIDERS,
                Permission.CHANGE_SHARED_PROVIDERS,
                Permission.READ_DEPLOYMENT_AUDIT,
                Permission.READ_DEPLOYMENT_HEALTH);
        operator.removeAll(Set.of( // of members alone
                Permission.CALL_GATEWAY, Permission.READ_USER_KEYS, Permission.CHANGE_USER_KEYS));
        ALLOWED.put(Role.OPERATOR, operator);
    }

    private RoleTable() {}

    public static boolean allows(Role role, Permission permission) {
        return ALLOWED.getOrDefault(role, Set.of()).contains(permission);
    }

    private static Set<Permission> with(Set<Permission> base, Permission... more) {
        EnumSet<Permission> all = EnumSet.copyOf(base);
        all.addAll(Set.of(more));
        return all;
    }
}
