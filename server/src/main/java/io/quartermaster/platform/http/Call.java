package io.quartermaster.platform.http;

import io.quartermaster.platform.db.Search;
import io.quartermaster.platform.json.Json;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A request that was authenticated and checked against the contract. */
public final class Call {

    private final RequestFacts facts;
    private final Optional<Principal> principal;
    private final RequestReader.Checked request;
    private final MultiMap headers;

    Call(RequestFacts facts, Optional<Principal> principal, RequestReader.Checked request, MultiMap headers) {
        this.facts = facts;
        this.principal = principal;
        this.request = request;
        this.headers = headers;
    }

    /** Who calls, as the type that the authentication hook answered. */
    public <P extends Principal> P principal(Class<P> type) {
        return type.cast(principal.orElseThrow(
                () -> new IllegalStateException("Operation " + facts.operationId() + " is open to anybody")));
    }

    /** The id of this request, a UUIDv7; the answer carries it as {@code x-qm-request-id}. */
    public String requestId() {
        return facts.requestId();
    }

    /** What the request brought to say who sends it; an operation that is open to anybody may look. */
    public Credentials credentials() {
        return Credentials.of(headers);
    }

    /** A cookie, if it was sent once. */
    public Optional<String> cookie(String name) {
        return Credentials.cookie(headers.getAll("cookie"), name);
    }

    public RequestFacts facts() {
        return facts;
    }

    /** A path parameter, decoded. */
    public String path(String name) {
        String value = request.path().get(name);
        if (value == null) {
            throw new IllegalArgumentException(facts.operationId() + " has no path parameter " + name);
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(request.query().get(name));
    }

    /** Whether a boolean query parameter is {@code true}. */
    public boolean flag(String name) {
        return query(name).filter("true"::equals).isPresent();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as a record with the contract's fields; a field left out and one that is {@code null} look the same here. */
    public <T> T body(Class<T> type) {
        try {
            return Json.read(request.body(), type);
        } catch (JacksonException e) { // its message may show a value of the body, which may be a secret
            throw new IllegalStateException("The contract of " + facts.operationId() + " allows what "
                    + type.getSimpleName() + " cannot hold, at " + e.getPathReference());
        }
    }

    /** The body's tree, for a PATCH. */
    public JsonNode body() {
        return request.body();
    }

    /** What a PATCH says of a field: absent keeps, {@code null} clears, a value sets what {@code read} makes of it. */
    public <T> Change<T> change(String field, Function<JsonNode, T> read) {
        JsonNode node = request.body().path(field);
        if (node.isMissingNode()) {
            return Change.keep();
        }
        return node.isNull() ? Change.clear() : Change.set(read.apply(node));
    }

    public Precondition precondition() {
        return Precondition.of(headers.getAll("if-match"), headers.getAll("if-none-match"));
    }

    /**
     * The part of a listing that is asked for by {@code limit}, {@code cursor} and {@code q}.
     *
     * @throws Problem 400 when the cursor is not one of ours
     */
    public PageRequest page() {
        return new PageRequest(
                query("limit").map(Integer::parseInt).orElse(PageRequest.DEFAULT_LIMIT),
                query("cursor").map(Cursor::decode),
                query("q").map(Search::new));
    }
}
