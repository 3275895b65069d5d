package io.quartermaster.model;

import io.quartermaster.platform.CanonicalUuid;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import io.quartermaster.provider.ProviderFamily;

/** The rule for aliases: none may hide what a call could mean otherwise. */
final class ModelAlias {

    private ModelAlias() {}

    /** The alias, trimmed. */
    static String parse(String text) {
        String alias = text.strip();
        if (alias.equals("default")) {
            throw invalid("reserved", "'default' names the tenant's default model; choose another alias.");
        }
        if (CanonicalUuid.parse(alias).isPresent()) {
            throw invalid("looks_like_an_id", "An alias may not have the shape of an id.");
        }
        int slash = alias.indexOf('/');
        if (slash >= 0 && ProviderFamily.parse(alias.substring(0, slash)).isPresent()) {
            throw invalid(
                    "looks_like_a_model_name",
                    "An alias may not begin with a provider family and a slash, as full model names do.");
        }
        return alias;
    }

    private static Problem invalid(String code, String message) {
        return new Problem(ProblemType.INVALID_REQUEST, message, new FieldError("alias", code, message));
    }
}
