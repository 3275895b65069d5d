package io.quartermaster.platform.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the contract says of the requests of one operation. */
record OperationShape(ContractOperation operation, List<Parameter> parameters, Optional<Body> body, int bodyLimit) {

    OperationShape {
        parameters = List.copyOf(parameters);
    }

    /** A request body: whether it must be there, and the schema by media type. */
    record Body(boolean required, Map<String, ContractSchema> byMediaType) {
        Body {
            byMediaType = Map.copyOf(byMediaType);
        }
    }
}
