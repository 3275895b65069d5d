package io.quartermaster.schema;

/**
 * What the lint has against a statement of a migration.
 *
 * @param rule in words with underscores, by which a test or an exception names it
 */
record Objection(String file, String statement, String rule, String wayOut) {
    private static final int SHOWN = 120;

    Objection {
        statement = statement.replaceAll("\\s+", " ");
        statement = statement.length() > SHOWN ? statement.substring(0, SHOWN) + "…" : statement;
    }

    @Override
    public String toString() {
        return file + ": " + rule + ": " + statement + "\n    " + wayOut;
    }
}
