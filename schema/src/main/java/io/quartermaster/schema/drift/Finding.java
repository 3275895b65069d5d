package io.quartermaster.schema.drift;

import java.util.List;

/**
 * One difference.
 *
 * @param kind what sort of difference it is, in words with underscores, such as {@code column_type_changed}
 * @param object what differs, with its own name, such as {@code column public.tenants.slug}
 * @param expected as it should be; empty for what should not be there
 * @param found as it is; empty for what is missing
 * @param consequence what may happen if it stays
 * @param repair statements that mend it, in this order; none where only a person can
 */
public record Finding(
        Severity severity,
        String kind,
        String object,
        String expected,
        String found,
        String consequence,
        List<String> repair) {

    public Finding {
        if (!kind.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("A kind is words with underscores, not " + kind);
        }
        repair = List.copyOf(repair);
    }
}
