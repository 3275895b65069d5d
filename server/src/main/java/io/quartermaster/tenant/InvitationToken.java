package io.quartermaster.tenant;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an invited person carries: {@code qmi_}, the tenant's id, and 256 random bits. It names the tenant so that no table of all
 * tenants is needed to find it; kept as a SHA-256 only.
 */
record InvitationToken(TenantId tenant, Sensitive text) {

    private static final String PREFIX = "qmi_";
    private static final Pattern SHAPE =
            Pattern.compile(PREFIX + "([0-9a-f-]{36})_[A-Za-z0-9_-]{" + RandomText.LENGTH + "}");

    static InvitationToken random(TenantId tenant, SecureRandom random) {
        return new InvitationToken(tenant, new Sensitive(PREFIX + tenant + "_" + RandomText.next(random)));
    }

    static Optional<InvitationToken> parse(Sensitive text) {
        Matcher match = SHAPE.matcher(text.reveal());
        return match.matches()
                ? TenantId.parse(match.group(1)).map(tenant -> new InvitationToken(tenant, text))
                : Optional.empty();
    }

    byte[] hash() {
        return RandomText.sha256(text.reveal());
    }
}
