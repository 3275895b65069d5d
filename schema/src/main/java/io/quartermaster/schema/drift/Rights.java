package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.SchemaObject;

/** Statements that give a right and take it away. */
final class Rights {

    private Rights() {}

    static String grant(SchemaObject right, String owner) {
        return "grant " + right(right.id()) + " to " + grantee(right.id(), owner)
                + (right.is("grantable", "true") ? " with grant option" : "");
    }

    static String revoke(SchemaObject right, String owner) {
        return "revoke " + right(right.id()) + " from " + grantee(right.id(), owner);
    }

    static String revokeOption(SchemaObject right, String owner) {
        return "revoke grant option for " + right(right.id()) + " from " + grantee(right.id(), owner);
    }

    /** {@code select on tables of owner to reader}, in the schema of its container or in all. */
    static String byDefault(SchemaObject right, boolean give) {
        String[] words = right.id().name().split(" (?:on|of|to) ", 4);
        return "alter default privileges for role " + words[2]
                + (right.id().container().isEmpty() ? "" : " in " + right.id().container())
                + (give ? " grant " : " revoke ") + words[0] + " on " + words[1]
                + (give ? " to " : " from ") + words[3];
    }

    private static String right(ObjectId id) {
        String privilege = id.name().substring(0, id.name().indexOf(" to "));
        String holder = id.container();
        if (holder.startsWith("column ")) {
            String path = holder.substring("column ".length());
            int dot = path.lastIndexOf('.');
            return privilege + " (" + path.substring(dot + 1) + ") on " + path.substring(0, dot);
        }
        return privilege + " on "
                + (holder.startsWith("view ") || holder.startsWith("materialized view ")
                        ? id.containerName()
                        : holder.startsWith("enum ")
                                        || holder.startsWith("range type ")
                                        || holder.startsWith("composite type ")
                                ? "type " + id.containerName()
                                : holder);
    }

    private static String grantee(ObjectId id, String owner) {
        String grantee = id.name().substring(id.name().indexOf(" to ") + " to ".length());
        return grantee.equals("its owner") ? owner : grantee;
    }
}
