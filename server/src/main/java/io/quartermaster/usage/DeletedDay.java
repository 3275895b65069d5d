package io.quartermaster.usage;

import java.time.Instant;

/** An event came for a day of which retention has deleted events: it may be one of them, which are in the sums already. */
final class DeletedDay extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeletedDay(Instant day) {
        super("Retention has deleted usage events of the day that began at " + day
                + ": nobody can tell whether this one is in the sums already");
    }
}
