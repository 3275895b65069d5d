package io.quartermaster.gateway.outgoing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Decides to which addresses an upstream call may connect. It judges what a host resolves to, not what it is called, and the
 * caller connects to exactly the addresses it got, so that a name which changes its mind in between gains nothing.
 */
public final class OutgoingGuard {

    /** Finds the addresses of a host; blocks. */
    @FunctionalInterface
    public interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;

        /** The resolver of the operating system. */
        static Resolver system() {
            return host -> List.of(InetAddress.getAllByName(host));
        }
    }

    /** What the guard says of a host. */
    public sealed interface Verdict {
        /** Connect to one of these, in this order, and to nothing else. */
        record Allowed(List<InetAddress> addresses) implements Verdict {
            public Allowed {
                addresses = List.copyOf(addresses);
            }
        }

        /** All its addresses are private, and no operator has allowed it. */
        record Refused() implements Verdict {}

        /** It has no address now. */
        record Unresolved() implements Verdict {}
    }

    private static final int MOST_HOSTS = 10_000;
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(2);

    private final Set<String> allowedHosts;
    private final Resolver resolver;
    private final Executor lookups;
    private final Cache<String, Verdict> verdicts;
    private final Map<String, CompletableFuture<Verdict>> inFlight = new ConcurrentHashMap<>();

    /**
     * @param allowedHosts hosts or {@code host:port} that may be private
     * @param lookups runs each task on a virtual thread of its own
     */
    public OutgoingGuard(Set<String> allowedHosts, Resolver resolver, Executor lookups, LongSupplier nanoTime) {
        this.allowedHosts =
                allowedHosts.stream().map(host -> canonical(host.strip())).collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
        this.lookups = lookups;
        this.verdicts = Caffeine.newBuilder()
                .maximumSize(MOST_HOSTS)
                .expireAfter(Expiry.<String, Verdict>writing(
                        (_, verdict) -> verdict instanceof Verdict.Unresolved ? FAILURE_KEPT : KEPT))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** The verdict if it is in memory. */
    public Optional<Verdict> findWarm(String host, int port) {
        return Optional.ofNullable(verdicts.getIfPresent(key(host, port)));
    }

    /** The verdict, looked up on another thread, once however many ask. */
    public CompletableFuture<Verdict> check(String host, int port) {
        String key = key(host, port);
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> running = inFlight.putIfAbsent(key, mine);
        if (running != null) {
            return running.copy();
        }
        lookups.execute(() -> {
            try {
                Verdict verdict = judge(host, port);
                verdicts.put(key, verdict);
                inFlight.remove(key);
                mine.complete(verdict);
            } catch (RuntimeException | Error e) {
                inFlight.remove(key);
                mine.completeExceptionally(e);
            }
        });
        return mine.copy();
    }

    private Verdict judge(String host, int port) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(host);
        } catch (UnknownHostException _) {
            return new Verdict.Unresolved();
        }
        String name = canonical(host);
        if (allowedHosts.contains(name) || allowedHosts.contains(withPort(name, port))) {
            return new Verdict.Allowed(addresses);
        }
        List<InetAddress> open =
                addresses.stream().filter(PublicAddresses::contains).toList();
        return open.isEmpty() ? new Verdict.Refused() : new Verdict.Allowed(open);
    }

    private static String key(String host, int port) {
        return host + " " + port;
    }

    private static String withPort(String name, int port) {
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }

    /** Lower case, without the root's dot and, where no port follows, without the brackets of an IPv6 address. */
    private static String canonical(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public String toString() {
        return "OutgoingGuard" + Arrays.toString(allowedHosts.toArray());
    }
}
