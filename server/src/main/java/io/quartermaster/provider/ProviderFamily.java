package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** A kind of upstream. Code, not data; declared in the order in which lists show them. */
public enum ProviderFamily {
    OPENAI("openai", "OpenAI", CredentialKind.REQUIRED, "https://api.openai.com/v1"),
    OPENAI_COMPATIBLE("openai-compatible", "OpenAI-compatible server", CredentialKind.OPTIONAL, ""),
    OPENROUTER("openrouter", "OpenRouter", CredentialKind.REQUIRED, "https://openrouter.ai/api/v1"),
    VERCEL("vercel", "Vercel AI Gateway", CredentialKind.REQUIRED, "https://ai-gateway.vercel.sh/v1"),
    OLLAMA("ollama", "Ollama", CredentialKind.OPTIONAL, "http://localhost:11434/v1");

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

    private final String word;
    private final String displayName;
    private final CredentialKind credentialKind;
    private final String defaultBaseUrl;

    ProviderFamily(String word, String displayName, CredentialKind credentialKind, String defaultBaseUrl) {
        this.word = word;
        this.displayName = displayName;
        this.credentialKind = credentialKind;
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
