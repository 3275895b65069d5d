package io.quartermaster.platform.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Checks a request against the shape of its operation; every mistake is found before the first is reported. */
final class RequestReader {

    private final OperationShape shape;
    private final Map<String, Parameter> query;

    RequestReader(OperationShape shape) {
        this.shape = shape;
        this.query = shape.parameters().stream()
                .filter(parameter -> parameter.place() == Parameter.Place.QUERY)
                .collect(Collectors.toMap(Parameter::name, parameter -> parameter));
    }

    /** What a checked request says: path and query parameters as text, and the body's tree. */
    record Checked(Map<String, String> path, Map<String, String> query, JsonNode body) {}

    /**
     * Reads a request.
     *
     * @throws Problem 400 with all mistakes, or 415
     */
    Checked read(Map<String, String> path, MultiMap queryParameters, MultiMap headers, byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, String> queryTexts = queryTexts(queryParameters, errors);
        for (Parameter parameter : shape.parameters()) {
            Optional<String> text = Optional.ofNullable(
                    switch (parameter.place()) {
                        case PATH -> path.get(parameter.name());
                        case QUERY -> queryTexts.get(parameter.name());
                        case HEADER -> headers.get(parameter.name());
                    });
            check(parameter, text, errors);
        }
        JsonNode tree = body(headers, body, errors);
        if (!errors.isEmpty()) {
            throw InvalidRequest.of(errors);
        }
        return new Checked(path, queryTexts, tree);
    }

    private Map<String, String> queryTexts(MultiMap parameters, List<FieldError> errors) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : parameters.names()) {
            String field = "query." + FieldNames.shown(name);
            List<String> values = parameters.getAll(name);
            if (!query.containsKey(name)) {
                errors.add(new FieldError(field, "unknown", "is not known here"));
            } else if (values.size() > 1) {
                errors.add(new FieldError(field, "duplicate", "is given twice"));
            }
            texts.put(name, values.getFirst());
        }
        return texts;
    }

    private static void check(Parameter parameter, Optional<String> text, List<FieldError> errors) {
        if (text.isEmpty()) {
            if (parameter.required()) {
                errors.add(new FieldError(parameter.field(), "required", "is required"));
            }
        } else if (!Texts.storable(text.get())) {
            errors.add(new FieldError(parameter.field(), "format", Texts.NOT_STORABLE));
        } else {
            errors.addAll(parameter.schema().check(parameter.value(text.get()), parameter.field()));
        }
    }

    private JsonNode body(MultiMap headers, byte[] bytes, List<FieldError> errors) {
        if (shape.body().isEmpty()) {
            if (bytes.length > 0) {
                errors.add(new FieldError("body", "unknown", "is not expected here"));
            }
            return MissingNode.getInstance();
        }
        OperationShape.Body expected = shape.body().get();
        if (bytes.length == 0) {
            return noBody(expected, errors);
        }
        ContractSchema schema = schemaFor(expected, Optional.ofNullable(headers.get("content-type")));
        JsonNode tree;
        try {
            tree = JsonBody.parse(bytes);
        } catch (Problem malformed) {
            errors.addAll(malformed.errors());
            return MissingNode.getInstance();
        }
        if (tree.isMissingNode()) {
            return noBody(expected, errors);
        }
        errors.addAll(schema.check(tree, ""));
        return tree;
    }

    private static JsonNode noBody(OperationShape.Body expected, List<FieldError> errors) {
        if (expected.required()) {
            errors.add(new FieldError("body", "required", "is required"));
        }
        return MissingNode.getInstance();
    }

    private static ContractSchema schemaFor(OperationShape.Body expected, Optional<String> contentType) {
        String[] parts = contentType.orElse("").split(";", -1);
        ContractSchema schema = expected.byMediaType().get(parts[0].strip().toLowerCase(Locale.ROOT));
        boolean utf8 = true;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            utf8 &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        if (schema == null || !utf8) {
            String accepted = String.join(" or ", expected.byMediaType().keySet());
            throw new Problem(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as Content-Type: " + accepted + (utf8 ? "." : ", in UTF-8."));
        }
        return schema;
    }
}
