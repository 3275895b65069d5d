package io.quartermaster.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Which handler answers which {@code operationId} of the contract; the resources fill it, the binder checks that it is complete. */
public final class Operations {

    private final Map<String, OperationHandler> handlers = new LinkedHashMap<>();

    /**
     * Says who answers an operation.
     *
     * @throws IllegalArgumentException when the operation has a handler already
     */
    public Operations on(String operationId, OperationHandler handler) {
        if (handlers.putIfAbsent(operationId, handler) != null) {
            throw new IllegalArgumentException("Operation " + operationId + " has two handlers");
        }
        return this;
    }

    /**
     * Puts something in front of the handler of an operation, such as answering what was answered before.
     *
     * @throws IllegalStateException when the operation has no handler yet
     */
    public Operations around(String operationId, UnaryOperator<OperationHandler> wrapper) {
        handlers.put(operationId, wrapper.apply(require(operationId)));
        return this;
    }

    Set<String> ids() {
        return Set.copyOf(handlers.keySet());
    }

    OperationHandler require(String operationId) {
        OperationHandler handler = handlers.get(operationId);
        if (handler == null) {
            throw new IllegalStateException("Operation " + operationId + " has no handler");
        }
        return handler;
    }
}
