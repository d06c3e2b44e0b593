package io.estafet.flow;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts messages at an even rate until their people are used up or it is closed; notes what was answered. */
final class Feeder implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 10;

    private final World world;
    private final List<World.Number> numbers;
    private final List<List<String>> people;
    private final int perTick;
    private final ConcurrentLinkedQueue<MessageId> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int next;

    /** @param rate messages per second, over all numbers */
    Feeder(World world, List<World.Number> numbers, int rate, int seconds) {
        this.world = world;
        this.numbers = numbers;
        this.perTick = rate / TICKS_PER_SECOND / numbers.size();
        this.people = numbers.stream()
                .map(number -> world.agreeing(number.portfolio(), perTick * TICKS_PER_SECOND * seconds))
                .toList();
    }

    Feeder start() {
        clock.scheduleAtFixedRate(this::tick, 0, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
        return this;
    }

    private void tick() {
        if (next + perTick > people.get(0).size()) {
            clock.shutdown();
            return;
        }
        for (int n = 0; n < numbers.size(); n++) {
            try {
                accepted.addAll(world.accept(
                        numbers.get(n), Category.UTILITY, people.get(n).subList(next, next + perTick)));
            } catch (RuntimeException away) {
                refused.addAndGet(perTick);
            }
        }
        next += perTick;
    }

    boolean isDone() {
        return clock.isTerminated();
    }

    List<MessageId> accepted() {
        return new ArrayList<>(accepted);
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
