package io.quartermaster.dify;

import io.quartermaster.platform.Sensitive;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a Dify database is: a JDBC URL, out of which user and password are taken so that it may be shown. */
public record DifySource(String url, Optional<String> user, Optional<Sensitive> password) {

    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^?#]+)(?:\\?(.*))?");
    private static final Pattern LOGIN = Pattern.compile("(?:([^:@/]*)(?::([^@]*))?@)?(.*)");

    /** Parses what was typed; empty when it is no such URL. No error may show it, for there may be a password in it. */
    public static Optional<DifySource> parse(String typed) {
        Matcher parts = URL.matcher(typed.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        Matcher login = LOGIN.matcher(parts.group(1));
        if (!login.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : Optional.ofNullable(parts.group(2)).orElse("").split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        Optional<String> user = Optional.ofNullable(parameters.remove("user"))
                .or(() -> Optional.ofNullable(login.group(1)).filter(name -> !name.isEmpty()));
        Optional<String> password =
                Optional.ofNullable(parameters.remove("password")).or(() -> Optional.ofNullable(login.group(2)));
        parameters.remove("sslpassword");
        StringBuilder rest = new StringBuilder("jdbc:postgresql://" + login.group(3));
        parameters.forEach((name, value) -> rest.append(rest.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        return Optional.of(new DifySource(
                rest.toString(),
                user.map(DifySource::decoded),
                password.map(DifySource::decoded).map(Sensitive::new)));
    }

    /** With a password from elsewhere, unless the URL has one. */
    public DifySource withPassword(Optional<String> other) {
        return new DifySource(url, user, password.or(() -> other.map(Sensitive::new)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
