package io.quartermaster.gateway.snapshot;

import io.quartermaster.protocol.Splice;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderFamily.Protocol;
import java.util.ArrayList;
import java.util.List;

/** One way to answer a call: a model, and a provider that serves it. */
public record Step(ModelRoute route, Attempt attempt) {

    public Protocol protocol() {
        return attempt.protocol();
    }

    /** What the provider calls the model: an Azure account has deployments of its own naming. */
    public String upstreamModel() {
        String name = route.model().model();
        return protocol() == Protocol.AZURE
                ? attempt.provider().settings().path("deployments").path(name).asString(name)
                : name;
    }

    /** Whether its provider is said to know chat completions only, and not OpenAI's Responses API. */
    public boolean wantsResponsesTranslated() {
        return attempt.provider().settings().path("responses").asString("").equals("translated");
    }

    /** The same as JSON. */
    public byte[] upstreamModelJson() {
        return protocol() == Protocol.AZURE
                ? Splice.quoted(upstreamModel())
                : route.upstreamName().json();
    }

    /**
     * The model's own providers by precedence, then those of each fallback. Behind one with a person's key come only such, unless
     * that provider's policy lets the tenant's key stand in.
     */
    static List<Step> plan(ModelRoute model, List<ModelRoute> fallbacks) {
        List<Step> steps = new ArrayList<>();
        boolean personalOnly = false;
        for (Step step : all(model, fallbacks)) {
            boolean personal = step.attempt().credentialSource() == CredentialSource.USER;
            if (personal || !personalOnly) {
                steps.add(step);
            }
            personalOnly |=
                    personal && !step.attempt().provider().facts().policy().centralKeyFallback();
        }
        return List.copyOf(steps);
    }

    private static List<Step> all(ModelRoute model, List<ModelRoute> fallbacks) {
        List<Step> steps = new ArrayList<>();
        model.attempts().forEach(attempt -> steps.add(new Step(model, attempt)));
        for (ModelRoute fallback : fallbacks) {
            fallback.attempts().forEach(attempt -> steps.add(new Step(fallback, attempt)));
        }
        return steps;
    }
}
