package io.estafet.dispatch.repair;

import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Open messages, page by page in the order of their ids. */
final class Pages {

    private Pages() {}

    /**
     * Processes each page before it reads the next.
     *
     * @param read reads the page after a message, of at most {@code size} messages
     */
    static Uni<Void> forEach(
            int size,
            Function<Optional<MessageId>, Uni<List<OpenMessage>>> read,
            Function<List<OpenMessage>, Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            AtomicReference<Optional<MessageId>> last = new AtomicReference<>(Optional.empty());
            return Unis.whileTrue(() -> read.apply(last.get()).call(work::apply).map(page -> {
                page.stream().reduce((one, next) -> next).ifPresent(message -> last.set(Optional.of(message.id())));
                return page.size() == size;
            }));
        });
    }
}
