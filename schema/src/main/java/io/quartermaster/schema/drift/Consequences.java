package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.SchemaObject;

/** What may happen if a difference stays, in a sentence for whoever runs the database. */
final class Consequences {

    private Consequences() {}

    static String ofMissing(SchemaObject object) {
        return switch (object.id().kind()) {
            case SCHEMA, TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> "Every statement that uses it fails.";
            case COLUMN -> "Every statement that names it fails, and what it held is gone.";
            case CONSTRAINT -> ofMissingConstraint(object);
            case INDEX ->
                object.is("unique", "true")
                        ? "Duplicates can be written, and once they are there the index cannot be made again."
                        : "Queries that relied on it read the whole table.";
            case TRIGGER, RULE -> "What it did at each write is not done any more.";
            case POLICY -> "Rows that it let through are out of reach; where it restricted, they are open.";
            case GRANT -> "The role is refused what it needs.";
            case FUNCTION, PROCEDURE, AGGREGATE -> "Every statement that calls it fails.";
            case EXTENSION -> "What it provides is missing: its types, functions or indexes.";
            case ENUM, RANGE_TYPE, COMPOSITE_TYPE, DOMAIN -> "Columns and statements of this type fail.";
            case STATISTICS -> "The planner misjudges how columns depend on each other.";
            case DEFAULT_PRIVILEGE -> "What is made from now on lacks this right.";
            case OTHER -> "Whatever uses it fails.";
        };
    }

    private static String ofMissingConstraint(SchemaObject constraint) {
        return switch (constraint.property("type")) {
            case "primary key", "unique" -> "Duplicates can be written, and upserts that rely on it fail.";
            case "foreign key" -> "Rows can refer to what is not there, and what is referred to can be deleted.";
            case "exclusion" -> "Rows that exclude each other can be written.";
            default -> "Values that it refused can be written.";
        };
    }

    static String ofUnexpected(SchemaObject object) {
        return switch (object.id().kind()) {
            case COLUMN ->
                object.is("not_null", "true") && object.property("default").isEmpty()
                        ? "Inserts that do not know it fail. Dropping it drops what it holds."
                        : "Nothing writes it here; whoever made it may rely on it. Dropping it drops what it holds.";
            case TABLE, MATERIALIZED_VIEW, SEQUENCE ->
                "Nothing here uses it; whoever made it may. Dropping it drops what it holds.";
            case CONSTRAINT -> "Writes that were allowed may be refused, with an error that nothing here expects.";
            case INDEX ->
                object.is("unique", "true")
                        ? "Writes that were allowed may be refused, with an error that nothing here expects."
                        : "It takes room and time at each write.";
            case TRIGGER, RULE -> "It acts at each write without anything here knowing of it.";
            case POLICY -> "A policy that permits opens rows to those it names; one that restricts hides them.";
            case GRANT, DEFAULT_PRIVILEGE -> "A role may do more than it needs.";
            default -> "Nothing here uses it; whoever made it may.";
        };
    }

    static String ofRenamed(SchemaObject object) {
        return switch (object.id().kind()) {
            case CONSTRAINT ->
                "When it refuses a write, the server does not know the name and takes it for an error of its own.";
            case INDEX ->
                object.is("unique", "true")
                        ? "When it refuses a write, the server does not know the name and takes it for an error of its own."
                        : "A migration that names it fails.";
            case TRIGGER, RULE, POLICY, STATISTICS -> "A migration that names it fails.";
            default -> "Every statement that names it fails.";
        };
    }

    static String ofChanged(Difference.Changed changed) {
        return switch (changed.expected().id().kind()) {
            case COLUMN -> ofColumn(changed);
            case TABLE -> ofTable(changed);
            case CONSTRAINT ->
                changed.first().equals("validated")
                        ? "Rows written before it may break it."
                        : changed.first().equals("comment") ? OF_COMMENT : "It refuses other rows than it should.";
            case INDEX -> ofIndex(changed);
            case POLICY ->
                changed.first().equals("comment") ? OF_COMMENT : "Other rows are seen or written than should be.";
            case GRANT, DEFAULT_PRIVILEGE -> "The right can be given on, or cannot, against what was meant.";
            case TRIGGER, RULE -> "It acts at other writes, or not at all.";
            case EXTENSION -> "What it provides may behave otherwise.";
            default ->
                switch (changed.first()) {
                    case "owner" -> OF_OWNER;
                    case "comment" -> OF_COMMENT;
                    case "populated" -> "Reading it fails until it is refreshed.";
                    default -> "What uses it gets other results than it should, or fails.";
                };
        };
    }

    private static final String OF_OWNER =
            "Another role can change and drop it, and is not held by its row level security.";
    private static final String OF_COMMENT = "Whoever reads the schema is told something else.";

    private static String ofColumn(Difference.Changed changed) {
        return switch (changed.first()) {
            case "type" -> "Values are kept, compared or cut otherwise than the code expects.";
            case "collation" -> "Text sorts and compares otherwise, and so do its indexes.";
            case "not_null" ->
                changed.found().is("not_null", "false")
                        ? "Rows without a value can be written, which the code does not expect."
                        : "Rows without a value are refused.";
            case "default" -> "Rows that leave it out get another value, or none.";
            case "generated", "identity" -> "Its value is made otherwise, or writes that name it are refused.";
            case "identity_sequence" -> "Its numbers run otherwise.";
            case "position" -> "Statements that do not name their columns mix them up.";
            case "comment" -> OF_COMMENT;
            default -> "It takes other room or time than planned.";
        };
    }

    private static String ofTable(Difference.Changed changed) {
        return switch (changed.first()) {
            case "row_security" ->
                changed.found().is("row_security", "disabled")
                        ? "Every tenant's rows are open to every other's requests, should a statement forget to ask for its own."
                        : "Rows that no policy lets through are out of reach.";
            case "row_security_forced" ->
                "The owner sees all rows, or none: migrations and maintenance work on others than they should.";
            case "persistence" -> "Of an unlogged table all rows are lost at a crash, and none are replicated.";
            case "partition_key", "partition_of", "partition_bound", "inherits" ->
                "Rows go elsewhere, are refused or are not found.";
            case "replica_identity" -> "Logical replication carries too much, or too little.";
            case "owner" -> OF_OWNER;
            case "comment" -> OF_COMMENT;
            default -> "It takes other room or time than planned.";
        };
    }

    private static String ofIndex(Difference.Changed changed) {
        return switch (changed.first()) {
            case "validity" ->
                "No query uses it, and every write pays for it; if it is unique, what was there before may break it.";
            case "unique" ->
                changed.found().is("unique", "false")
                        ? "Duplicates can be written."
                        : "Writes that were allowed are refused.";
            case "comment" -> OF_COMMENT;
            default -> "Queries that relied on it may read the whole table.";
        };
    }
}
