package io.quartermaster.model;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads model types that callers send. */
final class ModelTypes {

    private ModelTypes() {}

    static ModelType require(String name, String field) {
        return ModelType.parse(name).orElseThrow(() -> {
            String known = Stream.of(ModelType.values()).map(ModelType::word).collect(Collectors.joining(", "));
            String advice = "The model type must be one of " + known + ".";
            return new Problem(
                    ProblemType.INVALID_REQUEST, advice, new FieldError(field, "unknown_model_type", advice));
        });
    }
}
