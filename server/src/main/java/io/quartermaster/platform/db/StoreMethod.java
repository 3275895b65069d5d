package io.quartermaster.platform.db;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;

/**
 * A method of a store, found on the stack; what a lambda does counts as its method's.
 *
 * @param type the store with its package below that of the product
 */
record StoreMethod(String type, String method) {

    private static final String ROOT = "io.quartermaster.";
    private static final String LAMBDA = "lambda$";

    static Optional<StoreMethod> of(StackFrame frame) {
        String type = frame.getClassName();
        if (!type.endsWith("Store") || !type.startsWith(ROOT)) {
            return Optional.empty();
        }
        String method = frame.getMethodName();
        if (method.startsWith(LAMBDA)) {
            method = method.substring(LAMBDA.length(), method.lastIndexOf('$'));
        }
        return Optional.of(new StoreMethod(type.substring(ROOT.length()), method));
    }

    String store() {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
