package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.SchemaObject;
import java.util.List;

/** How an object of one catalogue compares with that of another. */
sealed interface Difference {

    /** By the name it should have, if it should be there. */
    ObjectId id();

    /** It should be there, and is not. */
    record Missing(SchemaObject expected) implements Difference {
        @Override
        public ObjectId id() {
            return expected.id();
        }
    }

    /** It is there, and should not be. */
    record Unexpected(SchemaObject found) implements Difference {
        @Override
        public ObjectId id() {
            return found.id();
        }
    }

    /**
     * It is there under another name.
     *
     * @param found under the name it has
     */
    record Renamed(SchemaObject expected, SchemaObject found) implements Difference {
        @Override
        public ObjectId id() {
            return expected.id();
        }
    }

    /**
     * It is there, and not as it should be.
     *
     * @param properties those that differ, what tells most first
     */
    record Changed(SchemaObject expected, SchemaObject found, List<String> properties) implements Difference {
        public Changed {
            properties = List.copyOf(properties);
        }

        @Override
        public ObjectId id() {
            return expected.id();
        }

        String first() {
            return properties.getFirst();
        }
    }
}
