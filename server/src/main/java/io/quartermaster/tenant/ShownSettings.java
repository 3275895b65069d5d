package io.quartermaster.tenant;

import java.util.Map;
import java.util.TreeMap;

/** Settings as the API shows them: each by its name, with its value and whose word it is. */
record ShownSettings(Map<String, SettingValue> settings, long version) {

    static ShownSettings of(SettingValues values) {
        Map<String, SettingValue> shown = new TreeMap<>();
        values.values().forEach((name, value) -> shown.put(name.word(), value));
        return new ShownSettings(shown, values.version());
    }
}
