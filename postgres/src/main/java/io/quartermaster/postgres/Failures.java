package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;

/** Says what an input or output error means, in words for the person who started the program. */
final class Failures {
    private Failures() {}

    static EmbeddedPostgresException sentence(String what, IOException failure) {
        String reason = reason(failure);
        return new EmbeddedPostgresException(
                what + ": " + (reason.contains("no space left") ? "the disk is full" : reason), failure);
    }

    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        String message = failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
