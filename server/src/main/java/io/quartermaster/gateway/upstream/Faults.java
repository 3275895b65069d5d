package io.quartermaster.gateway.upstream;

import io.netty.handler.codec.DecoderException;
import io.quartermaster.gateway.UpstreamFault;
import javax.net.ssl.SSLException;

/** Which fault a failure of the network is. */
final class Faults {

    private static final int MOST_CAUSES = 8;

    private Faults() {}

    static UpstreamFault ofConnect(Throwable failure) {
        return isTls(failure) ? UpstreamFault.TLS_FAILED : UpstreamFault.UNREACHABLE;
    }

    static UpstreamFault ofExchange(Throwable failure) {
        if (isTls(failure)) {
            return UpstreamFault.TLS_FAILED;
        }
        return failure instanceof DecoderException || failure instanceof IllegalArgumentException
                ? UpstreamFault.MALFORMED
                : UpstreamFault.RESET;
    }

    private static boolean isTls(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof SSLException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
