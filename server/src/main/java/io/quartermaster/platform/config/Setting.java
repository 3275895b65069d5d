package io.quartermaster.platform.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting of the server that has one fixed name; {@code API.md} describes them for users. */
enum Setting {
    QM_HTTP_HOST,
    QM_HTTP_PORT,
    QM_PUBLIC_URL,
    QM_TLS_CERT_FILE,
    QM_TLS_KEY_FILE,
    QM_METRICS_PORT,
    QM_ACCESS_LOG,
    QM_TRACEPARENT_TO_PROVIDERS,
    QM_DATA_DIR,
    QM_DATABASE_URL,
    QM_DATABASE_USER,
    QM_DATABASE_PASSWORD,
    QM_DATABASE_OWNER_USER,
    QM_DATABASE_OWNER_PASSWORD,
    QM_REDIS_URL,
    QM_MAX_STALENESS,
    QM_MASTER_KEY,
    QM_MASTER_KEY_FILE,
    QM_OPERATOR_KEY,
    QM_ALLOWED_PRIVATE_HOSTS,
    QM_OIDC_ISSUER,
    QM_OIDC_CLIENT_ID,
    QM_OIDC_CLIENT_SECRET,
    QM_OIDC_CLAIMS,
    QM_CURRENCY;

    /** Followed by a provider family in capitals: a deployment key. */
    static final String PROVIDER_KEY_PREFIX = "QM_PROVIDER_KEY_";

    /** Followed by a provider family in capitals: where that family lives for this deployment. */
    static final String PROVIDER_URL_PREFIX = "QM_PROVIDER_URL_";

    static Optional<Setting> parse(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /** The environment's spelling of a name in {@code quartermaster.yaml}. */
    static String ofFileName(String name) {
        return "QM_" + name.toUpperCase(Locale.ROOT);
    }
}
