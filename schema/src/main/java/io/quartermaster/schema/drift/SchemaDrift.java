package io.quartermaster.schema.drift;

import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.CatalogueReader;
import io.quartermaster.schema.catalogue.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Compares a live schema with one that was made for it on the same server. */
public final class SchemaDrift {

    private SchemaDrift() {}

    /**
     * Every difference as a finding, in an order in which the repairs can be made.
     *
     * @param scratch the owner's connection to the schema as it should be; used for trials, which are rolled back
     * @param live only read
     * @param ignored what of either is none of the schema's
     */
    public static List<Finding> compare(Connection scratch, Connection live, Predicate<ObjectId> ignored)
            throws SQLException {
        return compare(scratch, CatalogueReader.read(scratch).without(ignored), live, ignored);
    }

    /** @param expected as the scratch schema has it */
    static List<Finding> compare(Connection scratch, Catalogue expected, Connection live, Predicate<ObjectId> ignored)
            throws SQLException {
        Catalogue found = CatalogueReader.read(live).without(ignored);
        List<Difference> differences = Trial.compare(scratch, expected, found, ignored);
        Repairs repairs = new Repairs(expected, found, live.getMetaData().getDatabaseMajorVersion());
        List<Finding> findings = new ArrayList<>();
        for (Difference difference : differences) {
            findings.add(Wording.of(difference, repairs.of(difference)));
        }
        return findings;
    }
}
