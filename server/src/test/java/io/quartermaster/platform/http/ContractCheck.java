package io.quartermaster.platform.http;

import io.quartermaster.platform.http.ContractDocument.Place;
import io.quartermaster.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Compares an answer with what the contract promises of its operation; a test client calls it for every answer. */
public final class ContractCheck {

    private final Contract contract;
    private final ContractDocument document;
    private final Map<String, Place> responses = new TreeMap<>();

    public ContractCheck(Contract contract) {
        this.contract = contract;
        this.document = contract.document();
        for (Place path : document.root().child("paths").children()) {
            for (Place operation : path.children()) {
                String id = operation.node().path("operationId").asString("");
                if (!id.isEmpty()) {
                    responses.put(id, operation.child("responses"));
                }
            }
        }
    }

    /** The operation that a request goes to, or empty for a path or method that the contract does not know. */
    public Optional<ContractOperation> find(String method, String path) {
        String plain = path.split("\\?", -1)[0];
        return contract.operations().stream()
                .filter(operation -> operation.method().equals(method.toUpperCase(Locale.ROOT)))
                .filter(operation -> plain.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst();
    }

    /** Everything in the answer that the contract does not promise; empty when it keeps its word. */
    public List<String> violations(String operationId, int status, Optional<String> contentType, String body) {
        Place declared = responses.get(operationId);
        if (declared == null) {
            return List.of("The contract has no operation " + operationId);
        }
        Place response = document.follow(declared.child(String.valueOf(status)));
        if (response.node().isMissingNode() && status >= 400) {
            response = document.follow(declared.child("default"));
        }
        String where = operationId + " " + status;
        if (response.node().isMissingNode()) {
            return List.of(where + " is not declared");
        }
        Place content = response.child("content");
        if (content.node().isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of(where + " has a body, and should have none");
        }
        String mediaType = contentType.orElse("").split(";", -1)[0].strip();
        Place schema = content.child(mediaType).child("schema");
        if (schema.node().isMissingNode()) {
            return List.of(where + " has content type '" + mediaType + "', not one of "
                    + content.node().propertyNames());
        }
        List<String> violations = new ArrayList<>();
        try {
            JsonNode tree = Json.tree(body.getBytes(StandardCharsets.UTF_8));
            for (FieldError error : new ContractSchema(document, schema.path()).check(tree, "")) {
                violations.add(where + ": " + error.field() + " " + error.message() + " (" + error.code() + ")");
            }
            if (status >= 400 && tree.path("status").asInt(0) != status) {
                violations.add(where + ": the problem says status " + tree.path("status"));
            }
        } catch (JacksonException e) {
            violations.add(where + " is not JSON: " + e.getOriginalMessage());
        }
        return violations;
    }
}
