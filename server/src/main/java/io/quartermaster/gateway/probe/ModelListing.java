package io.quartermaster.gateway.probe;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How a family is asked for its models.
 *
 * @param keyCheck asked first where the list is open to everybody and so says nothing of a key
 * @param path added to the base URL
 * @param headers beside those of every call; they name the key where the family does not take it as a bearer's
 * @param bearer whether the key is sent as a bearer's
 * @param list the member of the answer that holds the models
 * @param name the member of a model that holds its name
 */
record ModelListing(
        Optional<String> keyCheck,
        String path,
        Map<String, Sensitive> headers,
        boolean bearer,
        String list,
        String name) {

    private static final String ANTHROPIC_VERSION = "2023-06-01";
    private static final String AZURE_VERSION = "2024-10-21";
    private static final int LONGEST_NAME = 200;

    /** Empty where this release cannot ask: signed requests, and tokens that are fetched first. */
    static Optional<ModelListing> of(ProviderView provider, ResolvedCredential.Found found) {
        if (found.credential()
                .filter(credential -> credential.form() != CredentialForm.API_KEY)
                .isPresent()) {
            return Optional.empty();
        }
        Optional<Sensitive> key = found.apiKey();
        return switch (provider.family()) {
            case OPENAI, OPENAI_COMPATIBLE, OLLAMA -> Optional.of(openAi(Optional.empty()));
            case OPENROUTER -> Optional.of(openAi(Optional.of("/key")));
            case VERCEL -> Optional.of(openAi(Optional.of("/credits")));
            case ANTHROPIC ->
                key.map(text -> byHeaders(
                        "/v1/models?limit=1000",
                        Map.of(
                                "x-api-key",
                                text,
                                "anthropic-version",
                                new Sensitive(setting(provider, "version", ANTHROPIC_VERSION))),
                        "data",
                        "id"));
            case AZURE ->
                key.map(text -> byHeaders(
                        azurePath(setting(provider, "api_version", AZURE_VERSION)),
                        Map.of("api-key", text),
                        "data",
                        "id"));
            case GOOGLE ->
                key.map(text ->
                        byHeaders("/v1beta/models?pageSize=1000", Map.of("x-goog-api-key", text), "models", "name"));
            case COHERE ->
                Optional.of(new ModelListing(
                        Optional.empty(), "/v1/models?page_size=1000", Map.of(), true, "models", "name"));
            case BEDROCK -> Optional.empty();
        };
    }

    /** The names in an answer, sorted; empty when it is not such a list. */
    Optional<List<String>> names(JsonNode answer) {
        JsonNode models = answer.path(list);
        return models.isArray()
                ? Optional.of(models.valueStream()
                        .map(model -> model.path(name).asString(""))
                        .map(text -> text.startsWith("models/") ? text.substring("models/".length()) : text)
                        .filter(ModelListing::isName)
                        .distinct()
                        .sorted()
                        .toList())
                : Optional.empty();
    }

    /** What a model config could be called. */
    private static boolean isName(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= LONGEST_NAME
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Versions that are no dates have paths of their own. */
    private static String azurePath(String version) {
        return (Character.isDigit(version.charAt(0)) ? "/openai/models" : "/openai/v1/models")
                + (version.equals("v1") ? "" : "?api-version=" + version);
    }

    private static ModelListing openAi(Optional<String> keyCheck) {
        return new ModelListing(keyCheck, "/models", Map.of(), true, "data", "id");
    }

    private static ModelListing byHeaders(String path, Map<String, Sensitive> headers, String list, String name) {
        return new ModelListing(Optional.empty(), path, headers, false, list, name);
    }

    private static String setting(ProviderView provider, String name, String otherwise) {
        return provider.settings().path(name).asString(otherwise);
    }
}
