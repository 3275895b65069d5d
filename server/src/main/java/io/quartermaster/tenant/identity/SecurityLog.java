package io.quartermaster.tenant.identity;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.RequestFacts;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line of the logger {@code security} for everything that an intruder would cause, and for what shows that one got in. It
 * names addresses of people by a fingerprint, and no key and no password at all.
 */
public final class SecurityLog {

    private static final Logger LOG = LoggerFactory.getLogger("security");
    private static final int FINGERPRINT = 16;

    /** What happened. */
    public enum Event {
        SIGN_IN,
        SIGN_IN_FAILED,
        SIGN_IN_LOCKED,
        SIGN_OUT,
        KEY_REFUSED,
        SESSION_REFUSED,
        CSRF_REFUSED,
        PASSWORD_CHANGED,
        PLAYGROUND_KEY_RENEWED,
        PLAYGROUND_KEY_ENDED,
        INVITATION_REFUSED,
        OPENID_REFUSED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public void of(Event event, RequestFacts facts) {
        line(event, facts).log(event.word());
    }

    public void of(Event event, UserId user, RequestFacts facts) {
        line(event, facts).addKeyValue("user", user.toString()).log(event.word());
    }

    public void of(Event event, Email email, RequestFacts facts) {
        line(event, facts).addKeyValue("email_hash", fingerprint(email.value())).log(event.word());
    }

    /** {@code reason} is one of ours and repeats nothing that was sent. */
    public void of(Event event, String reason, RequestFacts facts) {
        line(event, facts).addKeyValue("reason", reason).log(event.word());
    }

    private static LoggingEventBuilder line(Event event, RequestFacts facts) {
        LoggingEventBuilder line = switch (event) {
            case SIGN_IN, SIGN_OUT, PASSWORD_CHANGED, PLAYGROUND_KEY_RENEWED, PLAYGROUND_KEY_ENDED -> LOG.atInfo();
            case SIGN_IN_FAILED,
                    SIGN_IN_LOCKED,
                    KEY_REFUSED,
                    SESSION_REFUSED,
                    CSRF_REFUSED,
                    INVITATION_REFUSED,
                    OPENID_REFUSED -> LOG.atWarn();
        };
        return line.addKeyValue("event", event.word())
                .addKeyValue("ip", facts.remoteAddress())
                .addKeyValue("operation", facts.operationId())
                .addKeyValue("request_id", facts.requestId());
    }

    private static String fingerprint(String email) {
        return HexFormat.of().formatHex(RandomText.sha256(email)).substring(0, FINGERPRINT);
    }
}
