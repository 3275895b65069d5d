package io.quartermaster.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Base URLs of upstreams: absolute http or https, no user, query or fragment, no trailing slash, host in lower case. */
public final class HttpUrl {

    private static final int LONGEST = 2048;

    private HttpUrl() {}

    /** The URL in its one spelling, or empty when it is not one. */
    public static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = uri.getScheme();
            boolean legal = text.length() <= LONGEST
                    && scheme != null
                    && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return legal ? Optional.of(canonical(uri)) : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }

    private static URI canonical(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int ordinary = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == ordinary ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
    }
}
