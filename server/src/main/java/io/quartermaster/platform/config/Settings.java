package io.quartermaster.platform.config;

import io.quartermaster.platform.Sensitive;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The settings of the server, complete and checked; see {@link SettingsReader} for where they come from. */
public record Settings(
        Http http,
        Optional<URI> publicUrl,
        Path dataDirectory,
        Optional<ExternalDatabase> database,
        Optional<Sensitive> redisUrl,
        Duration maxStaleness,
        MasterKeySource masterKey,
        Optional<Sensitive> operatorKey,
        DeploymentProviders providers,
        Set<String> allowedPrivateHosts,
        Optional<OpenId> openId,
        Optional<String> accessLog,
        Currency currency,
        Tracing tracing) {

    public Settings {
        allowedPrivateHosts = Set.copyOf(allowedPrivateHosts);
    }

    /** For a node of a command's own, on a free loopback port, which nobody else has the key of. */
    public Settings forCommand(Sensitive key) {
        return new Settings(
                new Http("127.0.0.1", 0, Optional.empty(), OptionalInt.empty()),
                publicUrl,
                dataDirectory,
                database,
                redisUrl,
                maxStaleness,
                masterKey,
                Optional.of(key),
                providers,
                allowedPrivateHosts,
                openId,
                Optional.empty(),
                currency,
                new Tracing(Map.of(), false));
    }

    /** Whether browsers reach this server over TLS, its own or that of a proxy in front of it. */
    public boolean servedOverTls() {
        return http.tls().isPresent()
                || publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }

    /**
     * What is told of calls to OpenTelemetry.
     *
     * @param variables OpenTelemetry's own, by name; some hold secrets
     * @param toProviders whether providers are given the trace's id
     */
    public record Tracing(Map<String, Sensitive> variables, boolean toProviders) {
        public Tracing {
            variables = Map.copyOf(variables);
        }
    }

    /** Where the server listens. */
    public record Http(String host, int port, Optional<Tls> tls, OptionalInt metricsPort) {}

    /** The identity provider that people sign in with; the issuer as it spells itself. */
    public record OpenId(String issuer, String clientId, Sensitive clientSecret, List<ClaimRule> rules) {
        public OpenId {
            rules = List.copyOf(rules);
        }
    }

    /** Whoever has the value in the claim has the role in the tenant of that slug. */
    public record ClaimRule(String claim, String value, String tenant, String role) {}

    /** PEM files of the server's own certificate chain and key. */
    public record Tls(Path certificate, Path key) {}

    /** A PostgreSQL that is not ours to start; without an owner role nothing is migrated at the start. */
    public record ExternalDatabase(String url, Login server, Optional<Login> owner) {}

    /** A database role and its password. */
    public record Login(String user, Sensitive password) {}

    /** Deployment keys and addresses by the word of the provider family. */
    public record DeploymentProviders(Map<String, Sensitive> keys, Map<String, URI> urls) {
        public DeploymentProviders {
            keys = Map.copyOf(keys);
            urls = Map.copyOf(urls);
        }
    }

    /** Where the master key comes from. */
    public sealed interface MasterKeySource {
        /** Base64 of 32 bytes, from the environment or the settings file. */
        record Given(Sensitive base64) implements MasterKeySource {}

        /** A file that holds base64 of 32 bytes and must exist. */
        record InFile(Path file) implements MasterKeySource {}

        /** Made on first use in the data folder: the embedded database only. */
        record InDataDirectory() implements MasterKeySource {}
    }
}
