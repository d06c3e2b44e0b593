package io.estafet.dispatch;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.LeaseOwner;
import io.estafet.queue.Queue;
import io.estafet.queue.Settlement;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;

/** Tells the queue how leases of this replica end. */
@Singleton
record Acknowledgements(Queue queue, Wakes wakes, SenderBook book, LeaseOwner owner) {

    /**
     * Settles messages of one number. When a place in the portfolio's limit is given back, all its numbers are woken:
     * another number's message may take it.
     *
     * @return in how many milliseconds a message may go that was freed or put back; empty when there is none
     */
    Uni<OptionalLong> settle(PortfolioId portfolio, SenderId sender, List<Settlement> settlements) {
        return queue.settle(portfolio, sender, owner.id(), settlements)
                .call(() -> settlements.stream().noneMatch(Settlement::refund) ? Unis.done() : wakeAll(portfolio));
    }

    private Uni<Void> wakeAll(PortfolioId portfolio) {
        return wakes.wake(
                portfolio, book.senders(portfolio).stream().map(Sender::id).toList());
    }
}
