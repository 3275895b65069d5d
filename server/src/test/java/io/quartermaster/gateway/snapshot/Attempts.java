package io.quartermaster.gateway.snapshot;

import io.quartermaster.model.ModelView;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ProvidersView;
import java.net.URI;
import java.util.List;

/** Steps for tests of what comes after them. */
public final class Attempts {

    private Attempts() {}

    /** A model at the one provider that serves it. */
    public static Step step() {
        ProviderView provider = Views.provider("main", ProviderFamily.OPENAI, URI.create("https://provider.test/v1"));
        return Step.plan(route(Views.llm("gpt-4o"), provider), List.of()).getFirst();
    }

    static ModelRoute route(ModelView model, ProviderView... providers) {
        return ModelRoute.of(model, new ProvidersView(List.of(providers)));
    }
}
