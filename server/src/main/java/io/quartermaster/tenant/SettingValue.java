package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** A setting's value, and who said so. */
public record SettingValue(Optional<Integer> value, Source source) {

    /** Whose word holds. */
    public enum Source {
        BUILT_IN("built_in"),
        DEPLOYMENT("deployment"),
        TENANT("tenant");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }
}
