package io.quartermaster.gateway;

import io.quartermaster.platform.json.Json;
import io.quartermaster.platform.telemetry.AccessLog;
import io.quartermaster.usage.UsageEvent;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One line of the access log for each call: who, what and how long, never what was said, and no key but its id. */
public final class CallLog {

    private final AccessLog log;
    private final InstantSource clock;

    public CallLog(AccessLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** A call that went to a provider, however it ended. */
    void settled(UsageEvent event, long waitedMicros) {
        if (!log.isOn()) {
            return;
        }
        Map<String, Object> line = line(event.requestId(), event.route(), event.status(), event.durationMicros());
        line.put("outcome", event.outcome().word());
        line.put("tenant_id", event.tenant());
        line.put("key_id", event.apiKey());
        line.put("member_id", event.user());
        line.put("model", event.family().word() + "/" + event.model());
        line.put("provider_id", event.providerConfig());
        line.put("credential_source", event.credentialSource().word());
        line.put("fallback_from", event.fallbackFrom());
        line.put("streamed", event.streamed());
        line.put("attempts", event.attempts());
        line.put("input_tokens", event.tokens().input());
        line.put("output_tokens", event.tokens().output());
        line.put("estimated", event.tokens().estimated());
        line.put("cost_micros", event.charge().costMicros());
        line.put("body_us", waitedMicros);
        line.put("first_byte_us", event.firstByteMicros());
        line.put("overhead_us", event.overheadMicros());
        log.add(Json.text(line));
    }

    /** A call that was answered here. */
    public void answered(String requestId, Optional<GatewayRoute> route, int status, String code, long durationMicros) {
        if (log.isOn()) {
            Map<String, Object> line =
                    line(requestId, route.map(GatewayRoute::word).orElse("other"), status, durationMicros);
            line.put("code", code);
            log.add(Json.text(line));
        }
    }

    private Map<String, Object> line(String requestId, String route, int status, long durationMicros) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant());
        line.put("request_id", requestId);
        line.put("route", route);
        line.put("status", status);
        line.put("duration_us", durationMicros);
        return line;
    }
}
