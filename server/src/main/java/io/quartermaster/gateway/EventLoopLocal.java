package io.quartermaster.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One value for each event loop, made there at its first use. */
public final class EventLoopLocal<T> {

    private final Map<Thread, T> values = new ConcurrentHashMap<>();
    private final Supplier<T> make;

    public EventLoopLocal(Supplier<T> make) {
        this.make = make;
    }

    /** The value of the current event loop. */
    public T here() {
        Thread loop = Thread.currentThread();
        T value = values.get(loop);
        return value == null ? values.computeIfAbsent(loop, _ -> make.get()) : value;
    }
}
