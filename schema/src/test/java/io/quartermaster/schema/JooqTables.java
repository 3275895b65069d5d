package io.quartermaster.schema;

import java.nio.file.Path;
import java.sql.Connection;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.GeneratedAnnotationType;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** Writes the jOOQ tables of a migrated database: tables, fields and keys, nothing that differs from run to run. */
final class JooqTables {

    static final String PACKAGE = "io.quartermaster.schema.jooq";

    private JooqTables() {}

    static void generate(Connection migrated, Path sourceRoot) throws Exception {
        GenerationTool tool = new GenerationTool();
        tool.setConnection(migrated);
        tool.run(new Configuration()
                .withLogging(Logging.WARN)
                .withGenerator(new Generator()
                        .withDatabase(database())
                        .withGenerate(generate())
                        .withTarget(new Target()
                                .withPackageName(PACKAGE)
                                .withDirectory(sourceRoot.toString())
                                .withLocale("en")
                                .withClean(true))));
    }

    private static Database database() {
        return new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withInputSchema("public")
                .withOutputSchemaToDefault(true)
                .withExcludes("flyway_schema_history|usage_events_\\d{4}_\\d{2}")
                .withIncludeIndexes(false)
                .withIncludeCheckConstraints(false)
                .withIncludeRoutines(false)
                .withIncludeSequences(false)
                .withIncludeDomains(false)
                .withIncludeUDTs(false)
                .withForcedTypes(
                        new ForcedType().withName("INSTANT").withIncludeTypes("timestamp with time zone|timestamptz"));
    }

    private static Generate generate() {
        return new Generate()
                .withRecords(false)
                .withPojos(false)
                .withDaos(false)
                .withImplicitJoinPathsToOne(false)
                .withImplicitJoinPathsToMany(false)
                .withImplicitJoinPathsManyToMany(false)
                .withIndexes(false)
                .withComments(false)
                .withJavadoc(false)
                .withWhereMethodOverrides(false)
                .withRenameMethodOverrides(false)
                .withJooqVersionReference(false)
                .withGlobalCatalogReferences(false)
                .withGlobalSchemaReferences(false)
                .withGeneratedAnnotation(true)
                .withGeneratedAnnotationType(GeneratedAnnotationType.JAVAX_ANNOTATION_PROCESSING_GENERATED)
                .withGeneratedAnnotationDate(false)
                .withGeneratedAnnotationJooqVersion(false);
    }
}
