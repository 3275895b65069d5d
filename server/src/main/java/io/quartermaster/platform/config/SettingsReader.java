package io.quartermaster.platform.config;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.DeploymentProviders;
import io.quartermaster.platform.config.Settings.ExternalDatabase;
import io.quartermaster.platform.config.Settings.Http;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.platform.config.Settings.Tls;
import io.quartermaster.platform.config.Settings.Tracing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads all settings, and reports all that is wrong with them together. */
public final class SettingsReader {

    private static final String USUAL_CURRENCY = "USD";
    private static final int SHORTEST_OPERATOR_KEY = 32;

    private final SettingsSource source;
    private final Map<String, String> familyBySuffix = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(SettingsSource source, Collection<String> families) {
        this.source = source;
        problems.addAll(source.problems());
        families.forEach(
                family -> familyBySuffix.put(family.toUpperCase(Locale.ROOT).replace('-', '_'), family));
    }

    /**
     * The settings of {@code environment} over those of {@code file}, which need not exist.
     *
     * @param families the words of the provider families, which some names end with
     * @throws InvalidSettings naming every unknown, missing and malformed setting
     */
    public static Settings read(Map<String, String> environment, Path file, Collection<String> families) {
        return new SettingsReader(new SettingsSource(environment, file), families).read();
    }

    private Settings read() {
        source.values().keySet().forEach(this::refuseUnknown);
        Optional<ExternalDatabase> database = database();
        Settings settings = new Settings(
                http(),
                url(Setting.QM_PUBLIC_URL),
                Path.of(source.find(Setting.QM_DATA_DIR).orElse("data"))
                        .toAbsolutePath()
                        .normalize(),
                database,
                redisUrl(),
                duration(Setting.QM_MAX_STALENESS, Duration.ofMinutes(10)),
                masterKey(source.find(Setting.QM_DATABASE_URL).isPresent()),
                operatorKey(),
                providers(),
                allowedPrivateHosts(),
                new OpenIdReader(source, problems).read(),
                source.find(Setting.QM_ACCESS_LOG).filter(target -> !target.equals("off")),
                currency(),
                tracing());
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    private Tracing tracing() {
        Map<String, Sensitive> variables = new HashMap<>();
        source.openTelemetry().forEach((name, value) -> variables.put(name, new Sensitive(value)));
        String toProviders = source.find(Setting.QM_TRACEPARENT_TO_PROVIDERS).orElse("false");
        if (!toProviders.equals("true") && !toProviders.equals("false")) {
            problems.add("QM_TRACEPARENT_TO_PROVIDERS must be true or false.");
        }
        return new Tracing(variables, toProviders.equals("true"));
    }

    private Optional<Sensitive> redisUrl() {
        Optional<String> url = source.find(Setting.QM_REDIS_URL);
        if (url.isPresent() && !url.get().matches("rediss?://\\S+")) {
            problems.add("QM_REDIS_URL is not the address of a Redis, such as redis://:password@host:6379.");
        }
        return url.map(Sensitive::new);
    }

    private Currency currency() {
        String code = source.find(Setting.QM_CURRENCY).orElse(USUAL_CURRENCY);
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) { // gold, test codes and the like have none
                return currency;
            }
        } catch (IllegalArgumentException _) {
            // told below, with the others of its kind
        }
        problems.add("QM_CURRENCY is not a currency of ISO 4217 in capitals, such as USD or EUR: '" + code + "'.");
        return Currency.getInstance(USUAL_CURRENCY);
    }

    private void refuseUnknown(String name) {
        boolean known = Setting.parse(name).isPresent()
                || name.startsWith(Setting.PROVIDER_KEY_PREFIX)
                || name.startsWith(Setting.PROVIDER_URL_PREFIX);
        if (!known) {
            problems.add(name + " is not a setting of this release.");
        }
    }

    private Http http() {
        Optional<Path> certificate = readableFile(Setting.QM_TLS_CERT_FILE);
        Optional<Path> key = readableFile(Setting.QM_TLS_KEY_FILE);
        if (source.find(Setting.QM_TLS_CERT_FILE).isPresent()
                != source.find(Setting.QM_TLS_KEY_FILE).isPresent()) {
            problems.add("QM_TLS_CERT_FILE and QM_TLS_KEY_FILE go together: set both or neither.");
        }
        Optional<Tls> tls = certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret)));
        OptionalInt metricsPort = source.find(Setting.QM_METRICS_PORT).isPresent()
                ? OptionalInt.of(port(Setting.QM_METRICS_PORT, 0))
                : OptionalInt.empty();
        String host = source.find(Setting.QM_HTTP_HOST).orElse("127.0.0.1");
        return new Http(host, port(Setting.QM_HTTP_PORT, 8080), tls, metricsPort);
    }

    private Optional<URI> url(Setting setting) {
        Optional<String> text = source.find(setting);
        Optional<URI> url = text.flatMap(HttpUrl::parse);
        if (text.isPresent() && url.isEmpty()) {
            problems.add(setting + " must be an absolute http or https URL without user, query or fragment.");
        }
        return url;
    }

    private Optional<ExternalDatabase> database() {
        Optional<String> url = source.find(Setting.QM_DATABASE_URL);
        if (url.isEmpty()) {
            for (Setting setting : List.of(
                    Setting.QM_DATABASE_USER,
                    Setting.QM_DATABASE_PASSWORD,
                    Setting.QM_DATABASE_OWNER_USER,
                    Setting.QM_DATABASE_OWNER_PASSWORD)) {
                if (source.find(setting).isPresent()) {
                    problems.add(
                            setting + " needs QM_DATABASE_URL; without it the embedded database makes its own roles.");
                }
            }
            return Optional.empty();
        }
        if (!url.get().startsWith("jdbc:postgresql://")) {
            problems.add("QM_DATABASE_URL must look like jdbc:postgresql://host:5432/database.");
        } else if (url.get().contains("password=") || url.get().contains("@")) {
            problems.add(
                    "QM_DATABASE_URL must hold no user and no password; use QM_DATABASE_USER and QM_DATABASE_PASSWORD.");
        }
        Optional<Login> server = login(Setting.QM_DATABASE_USER, Setting.QM_DATABASE_PASSWORD);
        if (source.find(Setting.QM_DATABASE_USER).isEmpty()) {
            problems.add("QM_DATABASE_USER is missing: the role the server runs as at QM_DATABASE_URL.");
        }
        Optional<Login> owner = login(Setting.QM_DATABASE_OWNER_USER, Setting.QM_DATABASE_OWNER_PASSWORD);
        return server.map(login -> new ExternalDatabase(url.get(), login, owner));
    }

    private Optional<Login> login(Setting user, Setting password) {
        if (source.find(user).isEmpty() && source.find(password).isPresent()) {
            problems.add(password + " needs " + user + ".");
        }
        return source.find(user)
                .map(name -> new Login(name, new Sensitive(source.find(password).orElse(""))));
    }

    private MasterKeySource masterKey(boolean external) {
        Optional<String> given = source.find(Setting.QM_MASTER_KEY);
        Optional<String> file = source.find(Setting.QM_MASTER_KEY_FILE);
        if (given.isPresent() && file.isPresent()) {
            problems.add("QM_MASTER_KEY and QM_MASTER_KEY_FILE exclude each other: set one.");
        }
        if (given.isPresent()) {
            return new MasterKeySource.Given(new Sensitive(given.get()));
        }
        if (file.isPresent()) {
            readableFile(Setting.QM_MASTER_KEY_FILE);
            return new MasterKeySource.InFile(Path.of(file.get()));
        }
        if (external) {
            problems.add("QM_MASTER_KEY or QM_MASTER_KEY_FILE is required with QM_DATABASE_URL:"
                    + " base64 of 32 random bytes, for example from 'openssl rand -base64 32'.");
        }
        return new MasterKeySource.InDataDirectory();
    }

    private Optional<Sensitive> operatorKey() {
        Optional<String> key = source.find(Setting.QM_OPERATOR_KEY);
        if (key.isPresent()
                && (key.get().length() < SHORTEST_OPERATOR_KEY
                        || key.get().chars().distinct().count() < 10)) {
            problems.add("QM_OPERATOR_KEY is too weak: use at least " + SHORTEST_OPERATOR_KEY
                    + " random characters, for example from 'openssl rand -hex 32'.");
        }
        return key.map(Sensitive::new);
    }

    private DeploymentProviders providers() {
        Map<String, Sensitive> keys = new HashMap<>();
        Map<String, URI> urls = new HashMap<>();
        for (String name : source.values().keySet()) {
            if (name.startsWith(Setting.PROVIDER_KEY_PREFIX)) {
                family(name, Setting.PROVIDER_KEY_PREFIX)
                        .ifPresent(family -> source.find(name).ifPresent(key -> keys.put(family, new Sensitive(key))));
            } else if (name.startsWith(Setting.PROVIDER_URL_PREFIX)) {
                family(name, Setting.PROVIDER_URL_PREFIX)
                        .ifPresent(family -> source.find(name).ifPresent(url -> putUrl(urls, family, name, url)));
            }
        }
        return new DeploymentProviders(keys, urls);
    }

    private void putUrl(Map<String, URI> urls, String family, String name, String url) {
        Optional<URI> parsed = HttpUrl.parse(url);
        parsed.ifPresentOrElse(
                uri -> urls.put(family, uri),
                () -> problems.add(name + " must be an absolute http or https URL without user, query or fragment."));
    }

    private Optional<String> family(String name, String prefix) {
        Optional<String> family = Optional.ofNullable(familyBySuffix.get(name.substring(prefix.length())));
        if (family.isEmpty()) {
            problems.add(name + " names no provider family; known are "
                    + String.join(", ", new TreeSet<>(familyBySuffix.keySet())) + ".");
        }
        return family;
    }

    private Set<String> allowedPrivateHosts() {
        Set<String> hosts = new TreeSet<>();
        for (String entry :
                source.find(Setting.QM_ALLOWED_PRIVATE_HOSTS).orElse("").split(",", -1)) {
            String host = entry.strip().toLowerCase(Locale.ROOT);
            if (host.contains("/") || host.contains(" ")) {
                problems.add("QM_ALLOWED_PRIVATE_HOSTS lists host or host:port, separated by commas; '" + host
                        + "' is neither.");
            } else if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private Optional<Path> readableFile(Setting setting) {
        Optional<Path> file = source.find(setting).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            problems.add(setting + " points to " + file.get() + ", which is not a file that can be read.");
            return Optional.empty();
        }
        return file;
    }

    private int port(Setting setting, int otherwise) {
        Optional<String> text = source.find(setting);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for a number out of range
        }
        problems.add(setting + " must be a port from 0 to 65535, not '" + text.get() + "'.");
        return otherwise;
    }

    private Duration duration(Setting setting, Duration otherwise) {
        Optional<String> text = source.find(setting);
        Optional<Duration> parsed = text.flatMap(DurationText::parse);
        if (text.isPresent() && parsed.isEmpty()) {
            problems.add(setting + " must be a duration such as 500ms, 30s, 10m or 2h, not '" + text.get() + "'.");
        }
        return parsed.orElse(otherwise);
    }
}
