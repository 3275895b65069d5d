package io.quartermaster.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.UserId;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds back who asks for playground keys again and again: each is a write of the tenant and makes its snapshots stale. A console
 * needs one for each page load; some browsers at once are fine. Each node counts for itself.
 */
final class PlaygroundKeyRate {

    static final ProblemType TOO_MANY_KEYS =
            new ProblemType("too_many_keys", 429, "Too many playground keys in a short time");

    private static final int AT_MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final int PEOPLE = 10_000;

    private final InstantSource clock;
    private final Cache<Person, Given> people = Caffeine.newBuilder()
            .maximumSize(PEOPLE)
            .expireAfterWrite(WITHIN)
            .executor(Runnable::run)
            .build();

    PlaygroundKeyRate(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts a key; one that is refused does not count.
     *
     * @throws Problem 429 while the last five are all of the last minute
     */
    void require(TenantId tenant, UserId user) {
        Instant now = clock.instant();
        Given given = people.asMap()
                .compute(
                        new Person(tenant, user),
                        (_, before) -> before == null ? new Given(List.of(now), false) : before.and(now));
        if (given.refused()) {
            throw new Problem(
                            TOO_MANY_KEYS,
                            "You were given " + AT_MOST + " playground keys within a minute; wait and try again.")
                    .retryAfter(Duration.between(now, given.at().getFirst().plus(WITHIN)));
        }
    }

    private record Person(TenantId tenant, UserId user) {}

    /** When keys were given in the last minute, and whether the one asked for last was not. */
    private record Given(List<Instant> at, boolean refused) {

        Given and(Instant now) {
            List<Instant> young =
                    at.stream().filter(each -> each.plus(WITHIN).isAfter(now)).toList();
            return young.size() < AT_MOST
                    ? new Given(Stream.concat(young.stream(), Stream.of(now)).toList(), false)
                    : new Given(young, true);
        }
    }
}
