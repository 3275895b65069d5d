package io.quartermaster.schema.distribute;

/** Where the rows of a table lie in a cluster. */
public sealed interface Placement {

    /** For a person. */
    String words();

    /** Every node has all of them, so that any table may refer to them. */
    record Everywhere() implements Placement {
        @Override
        public String words() {
            return "a reference table";
        }
    }

    /** Each where the hash of this column says, apart from all other tables. */
    record ByHash(String column) implements Placement {
        @Override
        public String words() {
            return "distributed by " + column;
        }
    }

    /** With the other rows of its tenant. */
    record WithTenant() implements Placement {
        static final String COLUMN = "tenant_id";

        @Override
        public String words() {
            return "distributed by " + COLUMN + ", with its tenant";
        }
    }

    /** On the coordinator alone. */
    record Local() implements Placement {
        @Override
        public String words() {
            return "a table of the coordinator";
        }
    }
}
