package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs steps one after another, as many as it takes. A chain of a thousand steps that call each other would overflow
 * the stack.
 */
final class Pipelines {

    private Pipelines() {}

    /** @param step returns whether another one is to follow; subscribed to repeatedly, never twice at once */
    static Uni<Void> whileMore(Supplier<Uni<? extends Boolean>> step) {
        return Multi.createBy()
                .repeating()
                .uni(step)
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Reads messages page by page in the order of their ids, and processes each page before it reads the next.
     *
     * @param read reads the page after a message, of at most {@code size} messages
     */
    static Uni<Void> pages(
            int size,
            Function<Optional<MessageId>, Uni<List<OpenMessage>>> read,
            Function<List<OpenMessage>, Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            Place place = new Place();
            return whileMore(() -> read.apply(place.after)
                    .call(page -> work.apply(page))
                    .invoke(place::moveBehind)
                    .map(page -> page.size() == size));
        });
    }

    private static final class Place {

        private Optional<MessageId> after = Optional.empty();

        void moveBehind(List<OpenMessage> page) {
            if (!page.isEmpty()) {
                after = Optional.of(page.get(page.size() - 1).id());
            }
        }
    }
}
