package io.quartermaster.gateway.snapshot;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.CredentialSource;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.provider.ResolvedCredential;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * One provider that a call may go to, with everything worked out that does not change from call to call.
 *
 * @param host without the brackets of an IPv6 address
 * @param hostHeader what the provider sees as its authority
 * @param basePath without a trailing slash
 * @param authorization the whole header, scheme included; empty when the provider wants none
 * @param nameHeader the provider's name, fit for a header
 */
public record Attempt(
        ProviderView provider,
        CredentialSource credentialSource,
        String host,
        int port,
        boolean tls,
        String hostHeader,
        String basePath,
        Optional<Sensitive> authorization,
        String nameHeader) {

    static Attempt of(ProviderView provider, ResolvedCredential.Found credential) {
        URI base = provider.baseUrl();
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
                credential.key().map(key -> new Sensitive("Bearer " + key.reveal())),
                HeaderText.encoded(provider.name()));
    }
}
