package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.platform.TenantId;
import io.quartermaster.provider.ProviderConfigId;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each failed upstream call, unless they come by the hundred. Never a body, a header or a URL. */
final class UpstreamLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.quartermaster.gateway.upstream");

    private final LogRate rate;

    UpstreamLog(LongSupplier nanoTime) {
        this.rate = new LogRate(LOG, "failed upstream calls", nanoTime);
    }

    void failed(String requestId, TenantId tenant, Attempt attempt, UpstreamFault fault, Throwable cause) {
        if (!rate.mayWrite()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("request_id", requestId)
                .addKeyValue("tenant_id", tenant)
                .addKeyValue(
                        "provider_id",
                        attempt.provider().id().map(ProviderConfigId::toString).orElse("deployment"))
                .addKeyValue("fault", fault.code())
                .addKeyValue("cause", words(fault, cause))
                .log("Upstream call failed: {}", fault.code());
    }

    /** The message of a failed connection names the address; that of others may quote the provider. */
    private static String words(UpstreamFault fault, Throwable cause) {
        boolean tellable = fault == UpstreamFault.UNREACHABLE || fault == UpstreamFault.TLS_FAILED;
        return tellable ? cause.toString() : cause.getClass().getName();
    }
}
