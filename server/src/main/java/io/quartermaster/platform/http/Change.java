package io.quartermaster.platform.http;

import java.util.Optional;
import java.util.function.Function;

/** What a PATCH says of one field: nothing (keep), {@code null} (clear), or a value (set). */
public sealed interface Change<T> {

    /** The field was left out. */
    record Keep<T>() implements Change<T> {}

    /** The field was {@code null}. */
    record Clear<T>() implements Change<T> {}

    /** The field had a value. */
    record Set<T>(T value) implements Change<T> {}

    static <T> Change<T> keep() {
        return new Keep<>();
    }

    static <T> Change<T> clear() {
        return new Clear<>();
    }

    static <T> Change<T> set(T value) {
        return new Set<>(value);
    }

    /** The new value of a field that is never empty; the contract must refuse {@code null} for it. */
    default T or(T current) {
        return switch (this) {
            case Keep<T> _ -> current;
            case Clear<T> _ ->
                throw new IllegalStateException("The contract lets a field be cleared that is never empty");
            case Set<T>(T value) -> value;
        };
    }

    /** The new value of a field for which {@code null} means to go back to {@code cleared}. */
    default T or(T current, T cleared) {
        return switch (this) {
            case Keep<T> _ -> current;
            case Clear<T> _ -> cleared;
            case Set<T>(T value) -> value;
        };
    }

    /** The new value of a field that may be empty. */
    default Optional<T> apply(Optional<T> current) {
        return switch (this) {
            case Keep<T> _ -> current;
            case Clear<T> _ -> Optional.empty();
            case Set<T>(T value) -> Optional.of(value);
        };
    }

    default <R> Change<R> map(Function<? super T, ? extends R> mapper) {
        return switch (this) {
            case Keep<T> _ -> new Keep<>();
            case Clear<T> _ -> new Clear<>();
            case Set<T>(T value) -> new Set<>(mapper.apply(value));
        };
    }

    /** The value, when there is one to set. */
    default Optional<T> given() {
        return switch (this) {
            case Keep<T> _ -> Optional.empty();
            case Clear<T> _ -> Optional.empty();
            case Set<T>(T value) -> Optional.of(value);
        };
    }

    /** Whether the caller said anything of the field. */
    default boolean mentioned() {
        return !(this instanceof Keep<T>);
    }
}
