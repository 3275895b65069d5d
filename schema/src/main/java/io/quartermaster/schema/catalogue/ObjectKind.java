package io.quartermaster.schema.catalogue;

import java.util.Locale;

/** What a schema is made of, in an order in which it can be made. */
public enum ObjectKind {
    SCHEMA,
    EXTENSION,
    ENUM,
    RANGE_TYPE,
    COMPOSITE_TYPE,
    DOMAIN,
    SEQUENCE,
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    TABLE,
    COLUMN,
    CONSTRAINT,
    INDEX,
    VIEW,
    MATERIALIZED_VIEW,
    STATISTICS,
    TRIGGER,
    RULE,
    POLICY,
    GRANT,
    DEFAULT_PRIVILEGE,
    OTHER;

    /** As SQL names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static ObjectKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
}
