package io.quartermaster.usage.spool;

import java.util.Optional;

/** What an entry says; its number is part of the format. */
enum EntryKind {
    /** A call is about to be forwarded; the slot holds what its client has been given. Said again, the last one counts. */
    STARTED(1),
    /** A call ended, with its whole usage event. */
    SETTLED(2),
    /** A call that was started called nobody, and is no usage. */
    WITHDRAWN(3);

    private final byte number;

    EntryKind(int number) {
        this.number = (byte) number;
    }

    byte number() {
        return number;
    }

    static Optional<EntryKind> of(byte number) {
        for (EntryKind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
