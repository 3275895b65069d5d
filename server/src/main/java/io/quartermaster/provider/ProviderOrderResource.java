package io.quartermaster.provider;

import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Page;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.platform.http.Reply;
import io.quartermaster.tenant.TenantCallers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The HTTP of the order of provider configs. */
public final class ProviderOrderResource {

    private final ProviderOrder order;
    private final TenantCallers callers;

    public ProviderOrderResource(ProviderOrder order, TenantCallers callers) {
        this.order = order;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations.on("orderProviders", this::put);
    }

    record NewOrder(
            ProviderFamily family, List<ProviderConfigId> providerIds, Optional<List<ProviderConfigId>> expectedIds) {}

    private Reply put(Call call) {
        NewOrder body = call.body(NewOrder.class);
        Set<ProviderConfigId> seen = new HashSet<>();
        for (int place = 0; place < body.providerIds().size(); place++) {
            if (!seen.add(body.providerIds().get(place))) {
                throw new Problem(
                        ProblemType.INVALID_REQUEST,
                        "A provider config has one place in the order.",
                        new FieldError("provider_ids[" + place + "]", "repeated", "is in the list already"));
            }
        }
        ProviderOrder.Wanted wanted = new ProviderOrder.Wanted(body.family(), body.providerIds(), body.expectedIds());
        return Reply.page(Page.whole(order.put(callers.of(call), wanted)), provider -> provider);
    }
}
