package io.quartermaster.platform.http;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import io.quartermaster.platform.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** The tree of a contract file, with its references followed and its schemas compiled when they are first used. */
final class ContractDocument {

    private static final List<String> NO_SCHEMA_KEYWORDS =
            List.of("openapi", "info", "servers", "security", "tags", "paths", "components", "x-hint");

    /** Read by the mapper that the server has anyway: a second one costs the start some 30 ms. */
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode root;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
    private volatile Optional<Schema> rootSchema = Optional.empty();

    ContractDocument(String yaml) {
        this(Json.mapper().readTree(YAML.createParser(ObjectReadContext.empty(), yaml)));
    }

    ContractDocument(JsonNode root) {
        this.root = root;
    }

    /** A node and the JSON pointer where it really stands. */
    record Place(JsonNode node, List<String> path) {

        Place child(String name) {
            JsonNode child = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
            return new Place(
                    child, Stream.concat(path.stream(), Stream.of(name)).toList());
        }

        /** The members of a list or an object, in the order of the file. */
        List<Place> children() {
            return node.isArray()
                    ? IntStream.range(0, node.size())
                            .mapToObj(i -> child(String.valueOf(i)))
                            .toList()
                    : node.propertyNames().stream().map(this::child).toList();
        }

        String name() {
            return path.getLast();
        }
    }

    Place root() {
        return new Place(root, List.of());
    }

    Place at(List<String> path) {
        Place place = root();
        for (String name : path) {
            place = place.child(name);
        }
        return place;
    }

    /** The place a {@code $ref} leads to, or the place itself. */
    Place follow(Place place) {
        JsonNode reference = place.node().path("$ref");
        if (!reference.isString()) {
            return place;
        }
        String target = reference.stringValue();
        if (!target.startsWith("#/")) {
            throw new IllegalStateException("The contract refers to " + target + ", which is outside of the file");
        }
        Place found = at(Arrays.stream(target.substring(2).split("/"))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
        if (found.node().isMissingNode()) {
            throw new IllegalStateException("The contract refers to " + target + ", which does not exist");
        }
        return follow(found);
    }

    Schema compile(List<String> path) {
        return compiled.computeIfAbsent(String.join(" ", path), _ -> {
            NodePath pointer = new NodePath(PathType.JSON_POINTER);
            Place place = root();
            for (String name : path) {
                pointer = place.node().isArray() ? pointer.append(Integer.parseInt(name)) : pointer.append(name);
                place = place.child(name);
            }
            return rootSchema().getRefSchema(pointer);
        });
    }

    private synchronized Schema rootSchema() {
        if (rootSchema.isEmpty()) {
            Dialect dialect = Dialect.builder(Dialects.getOpenApi31())
                    .keywords(NO_SCHEMA_KEYWORDS.stream()
                            .<Keyword>map(NonValidationKeyword::new)
                            .toList())
                    .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                    .build();
            SchemaRegistry registry = SchemaRegistry.withDialect(
                    dialect,
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
            rootSchema = Optional.of(registry.getSchema(SchemaLocation.of("urn:quartermaster:contract"), root));
        }
        return rootSchema.get();
    }
}
