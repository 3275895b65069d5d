package io.quartermaster.schema.catalogue;

import java.util.Comparator;

/**
 * Which object it is. Names are quoted where SQL wants them quoted.
 *
 * @param container the {@link #toString} of what it is in, such as {@code schema public} or {@code table public.tenants}; empty for what is
 *     in nothing
 * @param name its own name; of a routine with its argument types, of a right such as {@code select to public}
 */
public record ObjectId(ObjectKind kind, String container, String name) implements Comparable<ObjectId> {

    private static final Comparator<ObjectId> ORDER = Comparator.comparing(ObjectId::kind)
            .thenComparing(ObjectId::container)
            .thenComparing(ObjectId::name);

    /** The name of what it is in, as SQL takes it; empty if it is in nothing. */
    public String containerName() {
        for (ObjectKind each : ObjectKind.values()) {
            if (container.startsWith(each.word() + " ")) {
                return container.substring(each.word().length() + 1);
            }
        }
        return container;
    }

    /** Its name with that of what it is in before it. */
    public String qualified() {
        return container.isEmpty() ? name : containerName() + "." + name;
    }

    /** The same object under another name. */
    public ObjectId named(String other) {
        return new ObjectId(kind, container, other);
    }

    @Override
    public int compareTo(ObjectId other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code column public.tenants.slug} or {@code index tenants_slug on table public.tenants}. */
    @Override
    public String toString() {
        return switch (kind) {
            case CONSTRAINT, INDEX, TRIGGER, RULE, POLICY, GRANT -> kind.word() + " " + name + " on " + container;
            case DEFAULT_PRIVILEGE -> kind.word() + " " + name + (container.isEmpty() ? "" : " in " + container);
            case OTHER -> name;
            default -> kind.word() + " " + qualified();
        };
    }
}
