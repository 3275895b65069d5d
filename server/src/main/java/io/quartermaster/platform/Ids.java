package io.quartermaster.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Source of new ids: UUIDv7 made here, because PostgreSQL before 18 cannot. */
public final class Ids {

    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    /** A new UUIDv7; monotonic within this process. */
    public UUID next() {
        return generator.generate();
    }

    /** A new UUIDv4, for what must not tell when it was made. */
    public UUID random() {
        return UUID.randomUUID();
    }
}
