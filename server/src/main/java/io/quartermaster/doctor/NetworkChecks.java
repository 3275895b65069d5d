package io.quartermaster.doctor;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the server is reached, and what it must reach. */
public final class NetworkChecks {

    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final Instant now;

    public NetworkChecks(Settings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    public List<Check> list() {
        List<Check> checks = new ArrayList<>();
        checks.add(publicUrl());
        settings.http().tls().map(this::certificate).ifPresent(checks::add);
        settings.redisUrl().map(NetworkChecks::redis).ifPresent(checks::add);
        return checks;
    }

    private Check publicUrl() {
        if (settings.publicUrl().isEmpty()) {
            return settings.openId().isPresent()
                    ? Check.failure(
                            "public_url",
                            "QM_PUBLIC_URL is not set, and OpenID sign-in needs it",
                            "set it to the address that browsers use")
                    : Check.ok("public_url", "QM_PUBLIC_URL is not set; nothing asks for it");
        }
        URI url = settings.publicUrl().get();
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (settings.http().tls().isPresent() && "http".equals(url.getScheme())) {
            return Check.failure(
                    "public_url",
                    url + " is not what the server speaks, which is TLS",
                    "begin QM_PUBLIC_URL with https://");
        }
        return "https".equals(url.getScheme()) || here
                ? Check.ok("public_url", url.toString())
                : Check.warning(
                        "public_url",
                        url + ": passwords and cookies cross the network in the clear",
                        "put TLS in front, or set QM_TLS_CERT_FILE, and begin QM_PUBLIC_URL with https://");
    }

    private Check certificate(Tls tls) {
        String wayOut = "renew it and restart";
        try (InputStream file = Files.newInputStream(tls.certificate())) {
            X509Certificate first = null;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                if (first == null && each instanceof X509Certificate own) {
                    first = own;
                }
            }
            if (first == null) {
                return Check.failure(
                        "tls", tls.certificate() + " holds no certificate", "give a PEM file with the chain");
            }
            if (!Files.readString(tls.key()).contains("PRIVATE KEY-----")) {
                return Check.failure("tls", tls.key() + " holds no private key in PEM", "give the certificate's key");
            }
            Instant end = first.getNotAfter().toInstant();
            String found = tls.certificate() + " holds until " + end;
            if (end.isBefore(now) || first.getNotBefore().toInstant().isAfter(now)) {
                return Check.failure("tls", found + ", and not now", wayOut);
            }
            return end.isBefore(now.plus(SOON)) ? Check.warning("tls", found, wayOut) : Check.ok("tls", found);
        } catch (IOException unreadable) {
            return Check.failure(
                    "tls",
                    "a file cannot be read: " + unreadable.getMessage(),
                    "give the server's user the right to read it");
        } catch (CertificateException garbled) {
            return Check.failure("tls", tls.certificate() + " is no certificate", "give a PEM file with the chain");
        }
    }

    private static Check redis(Sensitive url) {
        RedisURI address = RedisURI.create(url.reveal());
        address.setTimeout(PATIENCE);
        String where = address.getHost() + ":" + address.getPort();
        RedisClient client = RedisClient.create(address);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return Check.ok("redis", where + " answers " + connection.sync().ping());
        } catch (RuntimeException away) {
            return Check.warning(
                    "redis",
                    where + " does not answer or refuses its password",
                    "look at it and at QM_REDIS_URL; until then each node enforces its share of a limit");
        } finally {
            client.shutdown(Duration.ZERO, PATIENCE);
        }
    }
}
