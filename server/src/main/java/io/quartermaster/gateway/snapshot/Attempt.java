package io.quartermaster.gateway.snapshot;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderDeadlines;
import io.quartermaster.provider.ProviderFamily.Protocol;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One provider that a call may go to, with everything worked out that does not change from call to call.
 *
 * @param host without the brackets of an IPv6 address
 * @param hostHeader what the provider sees as its authority
 * @param basePath without a trailing slash
 * @param credential the header that holds the key; empty when the provider wants none
 * @param signing what each call is signed with, where no such header will do
 * @param headers that the provider's settings add
 * @param nameHeader the provider's name, fit for a header
 * @param deadlines where they are not the server's usual ones
 */
public record Attempt(
        ProviderView provider,
        CredentialSource credentialSource,
        String host,
        int port,
        boolean tls,
        String hostHeader,
        String basePath,
        Optional<Credential> credential,
        Optional<Signing> signing,
        List<Header> headers,
        String nameHeader,
        ProviderDeadlines deadlines) {

    public static final String ANTHROPIC_BETA = "anthropic-beta";
    private static final String GEMINI_API = "generativelanguage.googleapis.com";
    private static final URI VERTEX = URI.create("https://aiplatform.googleapis.com");
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    public Attempt {
        headers = List.copyOf(headers);
    }

    /** A header and its whole value, scheme included. */
    public record Credential(String header, Sensitive value) {}

    /** What the provider's settings have every call say. */
    public record Header(String name, String value) {}

    public static Attempt of(ProviderView provider, ResolvedCredential.Found credential) {
        Optional<Signing> signing = Signing.of(provider, credential);
        URI base = baseUrl(provider, signing);
        boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
        int defaultPort = tls ? 443 : 80;
        int port = base.getPort() < 0 ? defaultPort : base.getPort();
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        String host = base.getHost();
        return new Attempt(
                provider,
                credential.source(),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                tls,
                port == defaultPort ? host : host + ":" + port,
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                credential.apiKey().map(key -> credential(provider, key)),
                signing,
                headers(provider),
                HeaderText.encoded(provider.name()),
                ProviderDeadlines.of(provider.family(), provider.settings()));
    }

    /** Service accounts call Vertex AI, which without a location is at an address of its own. */
    private static URI baseUrl(ProviderView provider, Optional<Signing> signing) {
        boolean vertex = signing.filter(Signing.GoogleAccount.class::isInstance).isPresent();
        return vertex && GEMINI_API.equals(provider.baseUrl().getHost()) ? VERTEX : provider.baseUrl();
    }

    /** What the provider speaks: Google's families have two ways. */
    public Protocol protocol() {
        return signing.filter(Signing.GoogleAccount.class::isInstance).isPresent()
                ? Protocol.VERTEX
                : provider.family().protocol();
    }

    private static Credential credential(ProviderView provider, Sensitive key) {
        return switch (provider.family().protocol()) {
            case ANTHROPIC -> new Credential("x-api-key", key);
            case AZURE -> new Credential("api-key", key);
            case GEMINI, VERTEX -> new Credential("x-goog-api-key", key);
            case OPENAI, COHERE, BEDROCK -> new Credential("authorization", new Sensitive("Bearer " + key.reveal()));
        };
    }

    private static List<Header> headers(ProviderView provider) {
        return switch (provider.family()) {
            case OPENAI ->
                headers(provider, Map.of("organization", "openai-organization", "project", "openai-project"));
            case OPENROUTER -> headers(provider, Map.of("referer", "http-referer", "title", "x-title"));
            case ANTHROPIC -> anthropic(provider);
            case COHERE -> headers(provider, Map.of("client_name", "x-client-name"));
            case AZURE, BEDROCK, GOOGLE, OPENAI_COMPATIBLE, VERCEL, OLLAMA -> List.of();
        };
    }

    private static List<Header> anthropic(ProviderView provider) {
        Header version = new Header(
                "anthropic-version", provider.settings().path("version").asString(ANTHROPIC_VERSION));
        String beta = provider.settings()
                .path("beta")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(","));
        return beta.isEmpty() ? List.of(version) : List.of(version, new Header(ANTHROPIC_BETA, beta));
    }

    private static List<Header> headers(ProviderView provider, Map<String, String> bySetting) {
        return bySetting.entrySet().stream()
                .filter(entry -> provider.settings().path(entry.getKey()).isString())
                .map(entry -> new Header(
                        entry.getValue(),
                        provider.settings().path(entry.getKey()).stringValue()))
                .toList();
    }
}
