package io.quartermaster.platform.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** Times every statement by the store method that issued it: {@code qm_db_query_seconds{store,method}}. */
final class QueryMetrics implements ExecuteListener {

    private static final long serialVersionUID = 1L;
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String STARTED = "qm.started";

    private final transient MeterRegistry meters;
    private final transient Map<StoreMethod, Timer> timers = new ConcurrentHashMap<>();

    QueryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void executeStart(ExecuteContext context) {
        context.data(STARTED, System.nanoTime());
    }

    @Override
    public void executeEnd(ExecuteContext context) {
        if (context.data(STARTED) instanceof Long started) {
            timer().record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer() {
        StoreMethod issuer = STACK.walk(frames ->
                        frames.map(StoreMethod::of).flatMap(Optional::stream).findFirst())
                .orElseGet(() -> new StoreMethod("platform.db.Database", "transaction"));
        return timers.computeIfAbsent(
                issuer,
                name -> Timer.builder("qm.db.query")
                        .description("Statements by the store method that issued them")
                        .tag("store", name.store())
                        .tag("method", name.method())
                        .register(meters));
    }
}
