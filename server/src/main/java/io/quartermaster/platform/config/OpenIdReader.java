package io.quartermaster.platform.config;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings.ClaimRule;
import io.quartermaster.platform.config.Settings.OpenId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of the identity provider. */
final class OpenIdReader {

    private static final Pattern RULE = Pattern.compile(
            "([^:=,\\s]+):([^,]+)=([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)/(viewer|member|editor|admin|owner)");

    private final SettingsSource source;
    private final List<String> problems;

    /** @param problems where what is wrong is added */
    OpenIdReader(SettingsSource source, List<String> problems) {
        this.source = source;
        this.problems = problems;
    }

    Optional<OpenId> read() {
        Optional<String> issuer = source.find(Setting.QM_OIDC_ISSUER);
        List<ClaimRule> rules = rules();
        if (issuer.isEmpty()) {
            for (Setting setting :
                    List.of(Setting.QM_OIDC_CLIENT_ID, Setting.QM_OIDC_CLIENT_SECRET, Setting.QM_OIDC_CLAIMS)) {
                if (source.find(setting).isPresent()) {
                    problems.add(setting + " needs QM_OIDC_ISSUER.");
                }
            }
            return Optional.empty();
        }
        if (HttpUrl.parse(issuer.get()).isEmpty()) {
            problems.add("QM_OIDC_ISSUER must be an absolute http or https URL without user, query or fragment.");
        } else if (issuer.get().startsWith("http://")
                && source.find(Setting.QM_ALLOWED_PRIVATE_HOSTS).isEmpty()) {
            problems.add("QM_OIDC_ISSUER must be https, unless its host is in QM_ALLOWED_PRIVATE_HOSTS.");
        }
        for (Setting setting :
                List.of(Setting.QM_OIDC_CLIENT_ID, Setting.QM_OIDC_CLIENT_SECRET, Setting.QM_PUBLIC_URL)) {
            if (source.find(setting).isEmpty()) {
                problems.add("QM_OIDC_ISSUER needs " + setting
                        + (setting == Setting.QM_PUBLIC_URL ? ", the address that browsers are sent back to." : "."));
            }
        }
        return Optional.of(new OpenId(
                issuer.get(),
                source.find(Setting.QM_OIDC_CLIENT_ID).orElse(""),
                new Sensitive(source.find(Setting.QM_OIDC_CLIENT_SECRET).orElse("")),
                rules));
    }

    private List<ClaimRule> rules() {
        List<ClaimRule> rules = new ArrayList<>();
        Optional<String> text = source.find(Setting.QM_OIDC_CLAIMS);
        if (text.isEmpty()) {
            return rules;
        }
        for (String entry : text.get().split(",", -1)) {
            Matcher match = RULE.matcher(entry.strip());
            if (match.matches()) {
                rules.add(new ClaimRule(match.group(1), match.group(2), match.group(3), match.group(4)));
            } else {
                problems.add("QM_OIDC_CLAIMS has an entry that is not <claim>:<value>=<tenant slug>/<role>: '"
                        + entry.strip() + "'.");
            }
        }
        return rules;
    }
}
