package io.quartermaster.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A contract file: the operations of an API, and what their requests must look like. */
public final class Contract {

    private final ContractDocument document;
    private final Map<String, OperationShape> byId;

    private Contract(ContractDocument document) {
        this.document = document;
        this.byId = ContractReader.operations(document);
    }

    /** The admin API's contract, as packed into the server. */
    public static Contract admin() {
        return load("/api/admin.openapi.yaml");
    }

    /**
     * Reads a contract from the class path.
     *
     * @throws IllegalStateException when the contract contradicts itself; all contradictions are named
     */
    static Contract load(String resource) {
        try (InputStream in = Contract.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The contract " + resource + " is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the contract " + resource, e);
        }
    }

    static Contract parse(String yaml) {
        return new Contract(new ContractDocument(yaml));
    }

    /** The operations in the order of the file. */
    public List<ContractOperation> operations() {
        return byId.values().stream().map(OperationShape::operation).toList();
    }

    List<OperationShape> shapes() {
        return List.copyOf(byId.values());
    }

    ContractDocument document() {
        return document;
    }

    /**
     * Checks that operations and handlers match one to one.
     *
     * @throws IllegalStateException naming every operation without handler and every handler without operation
     */
    void requireHandlers(Operations handlers) {
        Set<String> unhandled = new TreeSet<>(byId.keySet());
        unhandled.removeAll(handlers.ids());
        Set<String> unknown = new TreeSet<>(handlers.ids());
        unknown.removeAll(byId.keySet());
        if (!unhandled.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalStateException("Contract and handlers differ: operations without a handler " + unhandled
                    + ", handlers without an operation " + unknown);
        }
    }
}
