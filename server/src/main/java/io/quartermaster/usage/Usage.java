package io.quartermaster.usage;

import io.quartermaster.access.Authorizer;
import io.quartermaster.access.Caller;
import io.quartermaster.access.Permission;
import io.quartermaster.access.TenantCaller;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.PageRequest;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.tenant.ApiKeyId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was used. Who may see a tenant's usage sees all of it, everybody else their own. */
public final class Usage {

    private final Database database;
    private final Authorizer authorizer;
    private final UsageStore store = new UsageStore();
    private final UsageSumStore sums = new UsageSumStore();

    public Usage(Database database, Authorizer authorizer) {
        this.database = database;
        this.authorizer = authorizer;
    }

    /** Sums by group, and the sum of all, which is more where groups were too many to be told. */
    record Summary(List<UsageSum> data, UsageSum total) {}

    Summary sum(TenantCaller caller, UsageFilter filter, UsageGrouping grouping) {
        UsageFilter seen = visible(caller, filter);
        return database.readTenant(
                caller.tenant(), tx -> new Summary(sums.list(tx, seen, grouping), sums.total(tx, seen)));
    }

    Page<UsageEvent> list(TenantCaller caller, UsageFilter filter, PageRequest page) {
        UsageFilter seen = visible(caller, filter);
        return database.readTenant(caller.tenant(), tx -> store.list(tx, seen, page));
    }

    private UsageFilter visible(TenantCaller caller, UsageFilter filter) {
        authorizer.require(caller, Permission.READ_OWN_USAGE);
        if (authorizer.allows(caller, Permission.READ_USAGE)) {
            return filter;
        }
        return own(caller.caller(), filter)
                .orElseThrow(() -> new Problem(
                        ProblemType.FORBIDDEN,
                        "The role " + caller.role().word()
                                + " sees its own usage only; that of others needs the permission "
                                + Permission.READ_USAGE.word() + "."));
    }

    /** Of a person what all their keys used, of a service what the very key did; empty when others' usage is asked for. */
    private static Optional<UsageFilter> own(Caller caller, UsageFilter filter) {
        if (caller.user().isPresent()) {
            UserId user = caller.user().get();
            return filter.member().filter(member -> !member.equals(user)).isPresent()
                    ? Optional.empty()
                    : Optional.of(filter.ofMember(user));
        }
        ApiKeyId key = new ApiKeyId(UUID.fromString(caller.id()));
        boolean others = filter.member().isPresent()
                || filter.key().filter(asked -> !asked.equals(key)).isPresent();
        return others ? Optional.empty() : Optional.of(filter.ofKey(key));
    }
}
