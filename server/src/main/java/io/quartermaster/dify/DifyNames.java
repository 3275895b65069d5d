package io.quartermaster.dify;

import io.quartermaster.provider.ProviderFamily;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Dify's names for what has another name here. */
final class DifyNames {

    private static final Map<String, ProviderFamily> FAMILIES = Map.ofEntries(
            Map.entry("openai", ProviderFamily.OPENAI),
            Map.entry("anthropic", ProviderFamily.ANTHROPIC),
            Map.entry("azure_openai", ProviderFamily.AZURE),
            Map.entry("bedrock", ProviderFamily.BEDROCK),
            Map.entry("google", ProviderFamily.GOOGLE),
            Map.entry("gemini", ProviderFamily.GOOGLE),
            Map.entry("vertex_ai", ProviderFamily.GOOGLE),
            Map.entry("cohere", ProviderFamily.COHERE),
            Map.entry("ollama", ProviderFamily.OLLAMA),
            Map.entry("openrouter", ProviderFamily.OPENROUTER),
            Map.entry("vercel_ai_gateway", ProviderFamily.VERCEL),
            Map.entry("openai_api_compatible", ProviderFamily.OPENAI_COMPATIBLE),
            Map.entry("vllm", ProviderFamily.OPENAI_COMPATIBLE),
            Map.entry("xinference", ProviderFamily.OPENAI_COMPATIBLE),
            Map.entry("localai", ProviderFamily.OPENAI_COMPATIBLE));

    private static final Map<String, String> ROLES = Map.of(
            "owner", "owner",
            "admin", "admin",
            "editor", "editor",
            "normal", "member",
            "dataset_operator", "member"); // what it may do there is no setting here

    private DifyNames() {}

    /** {@code openai} for {@code openai} and for {@code langgenius/openai/openai}, which are one provider. */
    static String shortName(String provider) {
        String name = provider.strip().toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.equals("google") ? "gemini" : last; // its plug-in has another name than it had before
    }

    static Optional<ProviderFamily> family(String shortName) {
        return Optional.ofNullable(FAMILIES.get(shortName));
    }

    static Optional<String> role(String role) {
        return Optional.ofNullable(ROLES.get(role));
    }
}
