package io.quartermaster.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Starts tasks at the same instant, one thread each, and collects what came of them within a bounded time. */
public final class Race {
    private final Duration bound;
    private final ThreadFactory threads;

    private Race(Duration bound, ThreadFactory threads) {
        this.bound = bound;
        this.threads = threads;
    }

    /** On virtual threads: for many tasks that mostly wait. */
    public static Race onVirtualThreads(Duration bound) {
        return new Race(bound, Thread.ofVirtual().name("race-", 0).factory());
    }

    /** On platform threads, which the kernel preempts anywhere: for races over memory. */
    public static Race onPlatformThreads(Duration bound) {
        return new Race(bound, Thread.ofPlatform().daemon().name("race-", 0).factory());
    }

    /** Runs {@code runners} tasks, each made from its number, counted from 0. */
    public <T> Finish<T> run(int runners, IntFunction<Callable<T>> task) {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int runner = 0; runner < runners; runner++) {
            tasks.add(task.apply(runner));
        }
        return run(tasks);
    }

    /** Runs the tasks together; fails, with the stacks of those still running, when not all end within the bound. */
    public <T> Finish<T> run(List<Callable<T>> tasks) {
        CyclicBarrier line = new CyclicBarrier(tasks.size());
        CountDownLatch finished = new CountDownLatch(tasks.size());
        List<T> results = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> runners = new ArrayList<>();
        for (Callable<T> task : tasks) {
            runners.add(threads.newThread(() -> {
                try {
                    line.await();
                    results.add(task.call());
                } catch (Throwable failure) { // an AssertionError of a task is a result of the race like any other
                    failures.add(failure);
                } finally {
                    finished.countDown();
                }
            }));
        }
        runners.forEach(Thread::start);
        awaitAll(finished, runners);
        return new Finish<>(results, failures);
    }

    private void awaitAll(CountDownLatch finished, List<Thread> runners) {
        try {
            if (finished.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        AssertionError late = new AssertionError(finished.getCount() + " of " + runners.size()
                + " racing tasks had not ended within " + bound + "; the suppressed stacks show where they were");
        for (Thread runner : runners) {
            if (runner.isAlive()) {
                Throwable where = new Throwable(runner.getName());
                where.setStackTrace(runner.getStackTrace());
                late.addSuppressed(where);
                runner.interrupt();
            }
        }
        throw late;
    }

    /** What the tasks returned and threw, each in the order in which they ended. */
    public record Finish<T>(List<T> results, List<Throwable> failures) {
        public Finish {
            results = List.copyOf(results);
            failures = List.copyOf(failures);
        }

        /** The results; fails with every failure when a task failed. */
        public List<T> requireAll() {
            if (failures.isEmpty()) {
                return results;
            }
            AssertionError failed = new AssertionError(
                    failures.size() + " of " + (failures.size() + results.size()) + " racing tasks failed",
                    failures.getFirst());
            failures.stream().skip(1).forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
