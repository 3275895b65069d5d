package io.quartermaster.tenant;

import io.quartermaster.access.Caller;
import io.quartermaster.access.DeploymentCaller;
import io.quartermaster.platform.http.Call;
import io.quartermaster.platform.http.Change;
import io.quartermaster.platform.http.Operations;
import io.quartermaster.platform.http.Reply;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The HTTP of settings. */
public final class SettingResource {

    private final TenantSettings settings;
    private final TenantCallers callers;

    public SettingResource(TenantSettings settings, TenantCallers callers) {
        this.settings = settings;
        this.callers = callers;
    }

    public void bind(Operations operations) {
        operations
                .on("readTenantSettings", call -> reply(settings.read(callers.of(call))))
                .on(
                        "changeTenantSettings",
                        call -> reply(settings.change(callers.of(call), call.precondition(), changes(call))))
                .on("readSettings", call -> reply(settings.read(operator(call))))
                .on(
                        "changeSettings",
                        call -> reply(settings.change(operator(call), call.precondition(), changes(call))));
    }

    private static Reply reply(SettingValues values) {
        return Reply.ok(ShownSettings.of(values)).withEtag(values.version());
    }

    private static DeploymentCaller operator(Call call) {
        return new DeploymentCaller(call.principal(Caller.class), call.requestId());
    }

    private static Map<SettingName, Change<Integer>> changes(Call call) {
        Map<SettingName, Change<Integer>> changes = new EnumMap<>(SettingName.class);
        for (SettingName name : SettingName.values()) {
            Change<Integer> change = call.change(name.word(), JsonNode::asInt);
            if (change.mentioned()) {
                changes.put(name, change);
            }
        }
        return changes;
    }
}
