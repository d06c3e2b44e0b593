package io.estafet.dispatch;

import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The calls of the ports in the order in which they began. A test lets calls fail, or has them wait for a signal. */
public final class Signals {

    public final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<Uni<Void>>> before = new ConcurrentHashMap<>();

    /** A call that is written down when it is subscribed to. */
    public <T> Uni<T> call(String name, Supplier<Uni<T>> answer) {
        return Uni.createFrom().deferred(() -> {
            calls.add(name);
            return before.getOrDefault(name, Unis::done).get().chain(ready -> answer.get());
        });
    }

    /** The same for a call that changes or answers something at once. */
    public <T> Uni<T> done(String name, Supplier<T> answer) {
        return call(name, () -> Uni.createFrom().item(answer));
    }

    /** From now on these calls fail. */
    public void fail(String name) {
        fail(name, name + " is away");
    }

    public void fail(String name, String message) {
        before.put(name, () -> Uni.createFrom().failure(new IllegalStateException(message)));
    }

    /** From now on these calls are answered when the signal comes. */
    public void hold(String name, CompletionStage<Void> signal) {
        before.put(name, () -> Uni.createFrom().completionStage(signal));
    }

    /** From now on these calls are answered at once again. */
    public void mend(String name) {
        before.remove(name);
    }

    /** How many such calls there were. */
    public int count(String name) {
        return (int) calls.stream().filter(name::equals).count();
    }
}
