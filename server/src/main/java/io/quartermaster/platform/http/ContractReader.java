package io.quartermaster.platform.http;

import io.quartermaster.platform.http.ContractDocument.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the operations of a contract, and refuses one that leaves anything open; gathers every mistake before it does. */
final class ContractReader {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\{(\\w+)}");
    private static final int DEFAULT_BODY_LIMIT = 1 << 20;

    private final ContractDocument document;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, OperationShape> byId = new LinkedHashMap<>();

    private ContractReader(ContractDocument document) {
        this.document = document;
    }

    static Map<String, OperationShape> operations(ContractDocument document) {
        ContractReader reader = new ContractReader(document);
        reader.read();
        if (!reader.mistakes.isEmpty()) {
            throw new IllegalStateException("The contract contradicts itself: " + String.join("; ", reader.mistakes));
        }
        return Collections.unmodifiableMap(reader.byId);
    }

    private void read() {
        Place root = document.root();
        String prefix = root.node().path("servers").path(0).path("url").asString("");
        Place paths = root.child("paths");
        for (Place path : paths.children()) {
            for (Place operation : path.children()) {
                if (METHODS.contains(operation.name())) {
                    operation(prefix + path.name(), path, operation);
                }
            }
        }
        if (byId.isEmpty()) {
            mistakes.add("it has no operations");
        }
    }

    private void operation(String path, Place pathItem, Place place) {
        String method = place.name().toUpperCase(Locale.ROOT);
        String name = method + " " + path;
        String id = place.node().path("operationId").asString("");
        if (id.isEmpty()) {
            mistakes.add(name + " has no operationId");
            return;
        }
        Optional<String> permission =
                place.node().path("x-permission").asStringOpt().filter(word -> !word.isBlank());
        JsonNode security = place.node().path("security");
        boolean open = security.isArray() && security.isEmpty();
        if (permission.isPresent() == open) {
            mistakes.add(name + " must say either x-permission or security: []");
        }
        List<Parameter> parameters = parameters(name, pathItem, place);
        checkPathParameters(name, path, parameters);
        OperationShape shape = new OperationShape(
                new ContractOperation(id, method, path, permission),
                parameters,
                body(name, place),
                place.node().path("x-body-limit").asInt(DEFAULT_BODY_LIMIT));
        if (byId.put(id, shape) != null) {
            mistakes.add("operationId " + id + " is used twice");
        }
    }

    private List<Parameter> parameters(String operation, Place pathItem, Place place) {
        List<Parameter> parameters = new ArrayList<>();
        for (Place list : List.of(pathItem.child("parameters"), place.child("parameters"))) {
            for (Place parameter : list.children()) {
                parameter(operation, document.follow(parameter)).ifPresent(parameters::add);
            }
        }
        return parameters;
    }

    private Optional<Parameter> parameter(String operation, Place place) {
        JsonNode node = place.node();
        String name = node.path("name").asString("");
        Optional<Parameter.Place> in = Parameter.Place.parse(node.path("in").asString(""));
        Place schema = place.child("schema");
        Optional<Parameter.Kind> kind =
                switch (document.follow(schema).node().path("type").asString("")) {
                    case "string" -> Optional.of(Parameter.Kind.TEXT);
                    case "integer" -> Optional.of(Parameter.Kind.INTEGER);
                    case "boolean" -> Optional.of(Parameter.Kind.BOOLEAN);
                    default -> Optional.empty();
                };
        if (in.isEmpty() || kind.isEmpty()) {
            mistakes.add(operation + " has parameter '" + name + "' of a place or type that the binder does not read");
            return Optional.empty();
        }
        return Optional.of(new Parameter(
                name,
                in.get(),
                node.path("required").asBoolean(false),
                kind.get(),
                new ContractSchema(document, schema.path())));
    }

    private void checkPathParameters(String operation, String path, List<Parameter> parameters) {
        Set<String> inTemplate = new TreeSet<>(
                IN_TEMPLATE.matcher(path).results().map(match -> match.group(1)).toList());
        Set<String> declared = new TreeSet<>(parameters.stream()
                .filter(parameter -> parameter.place() == Parameter.Place.PATH)
                .map(Parameter::name)
                .toList());
        if (!inTemplate.equals(declared)) {
            mistakes.add(operation + " has path parameters " + inTemplate + " but declares " + declared);
        }
    }

    private Optional<OperationShape.Body> body(String operation, Place place) {
        Place body = document.follow(place.child("requestBody"));
        if (body.node().isMissingNode()) {
            return Optional.empty();
        }
        Place content = body.child("content");
        Map<String, ContractSchema> byMediaType = new LinkedHashMap<>();
        for (Place mediaType : content.children()) {
            byMediaType.put(
                    mediaType.name(),
                    new ContractSchema(document, mediaType.child("schema").path()));
        }
        if (byMediaType.isEmpty()) {
            mistakes.add(operation + " has a request body without content");
        }
        return Optional.of(new OperationShape.Body(body.node().path("required").asBoolean(false), byMediaType));
    }
}
