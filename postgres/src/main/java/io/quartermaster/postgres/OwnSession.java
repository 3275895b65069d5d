package io.quartermaster.postgres;

import java.util.List;
import java.util.Optional;

/** Starts a command in a session of its own, so that Ctrl-C in our terminal does not reach it before we have drained. */
final class OwnSession {
    private OwnSession() {}

    static List<String> prefix() {
        Optional<String> setsid = Program.find("setsid");
        if (setsid.isPresent()) {
            return List.of(setsid.get());
        }
        // macOS has no such program, but has Perl.
        return Program.find("perl")
                .map(perl -> List.of(perl, "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127"))
                .orElse(List.of());
    }
}
