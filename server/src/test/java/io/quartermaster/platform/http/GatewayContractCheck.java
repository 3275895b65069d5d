package io.quartermaster.platform.http;

import io.quartermaster.platform.http.ContractDocument.Place;
import io.quartermaster.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers of the gateway against {@code api/gateway.openapi.yaml}, which binds no routes by itself. */
public final class GatewayContractCheck {

    private static final String OURS = "x-qm-";

    private final ContractDocument document;

    private GatewayContractCheck(ContractDocument document) {
        this.document = document;
    }

    public static GatewayContractCheck load() throws IOException {
        try (InputStream in = GatewayContractCheck.class.getResourceAsStream("/api/gateway.openapi.yaml")) {
            byte[] yaml = Objects.requireNonNull(in, "the contract is not on the class path")
                    .readAllBytes();
            return new GatewayContractCheck(new ContractDocument(new String(yaml, StandardCharsets.UTF_8)));
        }
    }

    /** Its operations, such as {@code POST /v1/chat/completions}, in order. */
    public List<String> operations() {
        return document.root().child("paths").children().stream()
                .flatMap(path -> path.children().stream()
                        .map(operation -> operation.name().toUpperCase(Locale.ROOT) + " " + path.name()))
                .toList();
    }

    /**
     * What the contract does not promise of an answer, or promises and the answer lacks.
     *
     * @param operation one of {@link #operations()}
     * @param headers the names of the answer's headers, in lower case
     */
    public List<String> violations(
            String operation, int status, Optional<String> contentType, Set<String> headers, String body) {
        String[] words = operation.split(" ", 2);
        Place responses = document.root()
                .child("paths")
                .child(words[1])
                .child(words[0].toLowerCase(Locale.ROOT))
                .child("responses");
        Place declared = responses.child(String.valueOf(status));
        Place response = document.follow(declared.node().isMissingNode() ? responses.child("default") : declared);
        List<String> violations = new ArrayList<>(headers(response, headers));
        String mediaType = contentType.orElse("").split(";", -1)[0].strip();
        Place schema = response.child("content").child(mediaType).child("schema");
        if (schema.node().isMissingNode()) {
            violations.add("the content type '" + mediaType + "'");
        } else if (mediaType.equals("application/json")) {
            for (FieldError error : new ContractSchema(document, schema.path()).check(Json.tree(body), "")) {
                violations.add(error.field() + " " + error.message());
            }
        }
        return violations.stream()
                .map(violation -> operation + " " + status + ": " + violation)
                .toList();
    }

    private static List<String> headers(Place response, Set<String> sent) {
        Set<String> promised = new TreeSet<>();
        response.child("headers").children().forEach(header -> promised.add(header.name()));
        List<String> violations = new ArrayList<>();
        promised.stream()
                .filter(name -> !sent.contains(name))
                .forEach(name -> violations.add("the header " + name + " is missing"));
        sent.stream()
                .filter(name -> name.startsWith(OURS) && !promised.contains(name))
                .forEach(name -> violations.add("the header " + name + " is not in the contract"));
        return violations;
    }
}
