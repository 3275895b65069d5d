package io.quartermaster.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rooms of the house and what each sees directly; it also sees what those see. */
enum Room {
    PLATFORM,
    DECLARED(PLATFORM),
    SECRET(PLATFORM),
    DOCTOR(SECRET),
    ACCESS(PLATFORM),
    AUDIT(ACCESS),
    TENANT(AUDIT, SECRET),
    PROVIDER(TENANT),
    MODEL(PROVIDER),
    DIFY(MODEL, DECLARED),
    CONSOLE(TENANT),
    USAGE(MODEL),
    GATEWAY(USAGE),
    NODE(GATEWAY);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of, which nothing changes
    private final Set<Room> direct;

    Room(Room... direct) {
        this.direct = Set.of(direct);
    }

    /** The room that a class is in; empty for the root package and for whatever is not of the house. */
    static Optional<Room> of(String root, JavaClass type) {
        return Arrays.stream(values())
                .filter(room -> (type.getPackageName() + ".").startsWith(root + "." + room.word() + "."))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean sees(Room other) {
        return this == other || direct.stream().anyMatch(room -> room.sees(other));
    }

    boolean seesProtocol() {
        return this == GATEWAY;
    }
}
