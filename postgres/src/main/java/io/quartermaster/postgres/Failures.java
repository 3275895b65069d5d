package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what an error means, in words for the person who started the program. */
public final class Failures {
    private static final Pattern FULL_DISK =
            Pattern.compile("no space left on device|check free disk space", Pattern.CASE_INSENSITIVE);
    private static final Pattern FATAL = Pattern.compile("(?:FATAL|PANIC): +|^initdb: (?:error: )?(?=could not)");

    private Failures() {}

    public static EmbeddedPostgresException sentence(String what, IOException failure) {
        return new EmbeddedPostgresException(what + ": " + reason(failure), failure);
    }

    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        String message = failure instanceof FileSystemException named && named.getReason() != null
                ? named.getFile() + ": " + named.getReason()
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
        return isFullDisk(message)
                ? "the disk is full"
                : message.lines().findFirst().orElse("");
    }

    /** The line of a program's output that says why it gave up: the last fatal one, or else the last one. */
    static String reason(String output) {
        if (isFullDisk(output)) {
            return "the disk is full";
        }
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        for (String line : lines.reversed()) {
            Matcher fatal = FATAL.matcher(line);
            if (fatal.find()) {
                return line.substring(fatal.end());
            }
        }
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    private static boolean isFullDisk(String text) {
        return FULL_DISK.matcher(text).find();
    }
}
