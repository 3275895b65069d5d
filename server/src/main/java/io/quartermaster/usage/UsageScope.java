package io.quartermaster.usage;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Whose usage is counted by itself, and may have budgets and limits of its own. */
public enum UsageScope {
    TENANT("tenant"),
    KEY("key"),
    MEMBER("member"),
    MODEL("model");

    private final String word;

    UsageScope(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<UsageScope> parse(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }

    /** Under which id an event counts; of the tenant that is its own. Empty when it does not, as a service's for a member. */
    Optional<UUID> idOf(UsageEvent event) {
        return switch (this) {
            case TENANT -> Optional.of(event.tenant().value());
            case KEY -> Optional.of(event.apiKey().value());
            case MEMBER -> event.user().map(user -> user.value());
            case MODEL -> Optional.of(event.modelConfig().value());
        };
    }
}
