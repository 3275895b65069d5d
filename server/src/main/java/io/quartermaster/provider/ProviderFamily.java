package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.platform.http.ValueSchema;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A kind of upstream. Code, not data; declared in the order in which lists show them. */
public enum ProviderFamily {
    OPENAI("openai", "OpenAI", CredentialKind.REQUIRED, Protocol.OPENAI, "https://api.openai.com/v1"),
    ANTHROPIC("anthropic", "Anthropic", CredentialKind.REQUIRED, Protocol.ANTHROPIC, "https://api.anthropic.com"),
    AZURE("azure", "Azure OpenAI", CredentialKind.REQUIRED, Protocol.AZURE, ""),
    BEDROCK("bedrock", "Amazon Bedrock", CredentialKind.AMBIENT, Protocol.BEDROCK, ""),
    GOOGLE(
            "google",
            "Google Gemini and Vertex AI",
            CredentialKind.REQUIRED,
            Protocol.GEMINI,
            "https://generativelanguage.googleapis.com"),
    OPENAI_COMPATIBLE("openai-compatible", "OpenAI-compatible server", CredentialKind.OPTIONAL, Protocol.OPENAI, ""),
    OPENROUTER("openrouter", "OpenRouter", CredentialKind.REQUIRED, Protocol.OPENAI, "https://openrouter.ai/api/v1"),
    VERCEL("vercel", "Vercel AI Gateway", CredentialKind.REQUIRED, Protocol.OPENAI, "https://ai-gateway.vercel.sh/v1"),
    COHERE("cohere", "Cohere", CredentialKind.REQUIRED, Protocol.COHERE, "https://api.cohere.com"),
    OLLAMA("ollama", "Ollama", CredentialKind.OPTIONAL, Protocol.OPENAI, "http://localhost:11434/v1");

    /** Whether calls of a family need a key. */
    public enum CredentialKind {
        REQUIRED("required"),
        OPTIONAL("optional"),
        AMBIENT("ambient");

        private final String word;

        CredentialKind(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }

    /** What an upstream of the family speaks. */
    public enum Protocol {
        OPENAI,
        ANTHROPIC,
        AZURE,
        BEDROCK,
        GEMINI,
        /** Gemini's, at Google's cloud: what service accounts call. */
        VERTEX,
        COHERE
    }

    private final String word;
    private final String displayName;
    private final CredentialKind credentialKind;
    private final Protocol protocol;
    private final String defaultBaseUrl;

    ProviderFamily(
            String word, String displayName, CredentialKind credentialKind, Protocol protocol, String defaultBaseUrl) {
        this.word = word;
        this.displayName = displayName;
        this.credentialKind = credentialKind;
        this.protocol = protocol;
        this.defaultBaseUrl = defaultBaseUrl;
    }

    @JsonValue
    public String word() {
        return word;
    }

    public String displayName() {
        return displayName;
    }

    public CredentialKind credentialKind() {
        return credentialKind;
    }

    public Protocol protocol() {
        return protocol;
    }

    /** What the {@code settings} of the family's provider configs may be. */
    public ValueSchema settingsSchema() {
        return FamilySchemas.of(this).settings();
    }

    /** What the {@code options} of the family's model configs may be. */
    public ValueSchema optionsSchema() {
        return FamilySchemas.of(this).options();
    }

    /** How credentials of the family may look. */
    public Set<CredentialForm> credentialForms() {
        return switch (this) {
            case BEDROCK -> EnumSet.of(CredentialForm.API_KEY, CredentialForm.AWS_KEY_PAIR);
            case GOOGLE -> EnumSet.of(CredentialForm.API_KEY, CredentialForm.SERVICE_ACCOUNT);
            case OPENAI, ANTHROPIC, AZURE, OPENAI_COMPATIBLE, OPENROUTER, VERCEL, COHERE, OLLAMA ->
                EnumSet.of(CredentialForm.API_KEY);
        };
    }

    /** What the {@code credential} of the family's provider configs may be; empty where a plain key is all there is. */
    public Optional<ValueSchema> credentialSchema() {
        return FamilySchemas.of(this).credential();
    }

    /** Where the family lives for a config with these settings: clouds have an address for each region. */
    public Optional<URI> defaultBaseUrl(JsonNode settings) {
        return switch (this) {
            case BEDROCK -> text(settings, "region").map(ProviderFamily::bedrock);
            case GOOGLE ->
                text(settings, "location").map(ProviderFamily::vertex).or(this::defaultBaseUrl);
            case OPENAI, ANTHROPIC, AZURE, OPENAI_COMPATIBLE, OPENROUTER, VERCEL, COHERE, OLLAMA -> defaultBaseUrl();
        };
    }

    private static URI bedrock(String region) {
        return URI.create(
                "https://bedrock-runtime." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
    }

    private static URI vertex(String location) {
        return URI.create(
                switch (location) {
                    case "global" -> "https://aiplatform.googleapis.com";
                    case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
                    default -> "https://" + location + "-aiplatform.googleapis.com";
                });
    }

    private static Optional<String> text(JsonNode settings, String name) {
        return Optional.of(settings.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    /** Where the family lives unless a config says otherwise; empty when each config must say it. */
    public Optional<URI> defaultBaseUrl() {
        return defaultBaseUrl.isEmpty() ? Optional.empty() : Optional.of(URI.create(defaultBaseUrl));
    }

    public static Optional<ProviderFamily> parse(String word) {
        return Arrays.stream(values())
                .filter(family -> family.word.equals(word))
                .findFirst();
    }
}
