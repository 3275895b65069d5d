package io.quartermaster.tenant;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * All settings as they hold somewhere. A setting that was cleared keeps its row, so that the version, the greatest of the
 * rows', never comes back.
 */
record SettingValues(Map<SettingName, SettingValue> values, long version) {

    SettingValues {
        values = Map.copyOf(values);
    }

    /** What one place said: an empty value where it took its word back. */
    record Said(Map<SettingName, Optional<Integer>> values, long version) {

        Said {
            values = Map.copyOf(values);
        }

        private Optional<Integer> find(SettingName name) {
            return values.getOrDefault(name, Optional.empty());
        }
    }

    static SettingValues ofDeployment(Said deployment) {
        return new SettingValues(resolve(deployment, Optional.empty()), deployment.version());
    }

    static SettingValues ofTenant(Said deployment, Said tenant) {
        return new SettingValues(resolve(deployment, Optional.of(tenant)), tenant.version());
    }

    SettingValue of(SettingName name) {
        return values.getOrDefault(name, new SettingValue(name.builtIn(), SettingValue.Source.BUILT_IN));
    }

    private static Map<SettingName, SettingValue> resolve(Said deployment, Optional<Said> tenant) {
        Map<SettingName, SettingValue> values = new EnumMap<>(SettingName.class);
        for (SettingName name : SettingName.values()) {
            Optional<Integer> tenants = tenant.flatMap(said -> said.find(name));
            Optional<Integer> deployments = deployment.find(name);
            if (tenants.isPresent()) {
                values.put(name, new SettingValue(tenants, SettingValue.Source.TENANT));
            } else if (deployments.isPresent()) {
                values.put(name, new SettingValue(deployments, SettingValue.Source.DEPLOYMENT));
            } else {
                values.put(name, new SettingValue(name.builtIn(), SettingValue.Source.BUILT_IN));
            }
        }
        return values;
    }
}
