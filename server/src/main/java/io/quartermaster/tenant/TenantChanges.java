package io.quartermaster.tenant;

import io.quartermaster.platform.http.Change;
import java.util.List;

/** What a PATCH says of a tenant. */
record TenantChanges(
        Change<String> slug,
        Change<String> name,
        Change<TenantStatus> status,
        Change<List<String>> deploymentKeyFamilies) {}
