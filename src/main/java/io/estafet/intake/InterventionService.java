package io.estafet.intake;

import io.estafet.journal.Interventions;
import io.estafet.journal.Interventions.Answer;
import io.estafet.journal.Interventions.Cancellation;
import io.estafet.journal.Interventions.Redrive;
import io.estafet.journal.MessageReader;
import io.estafet.journal.MessageReader.Filter;
import io.estafet.journal.MessageView;
import io.estafet.journal.OpenMessage;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.message.Transitions;
import io.estafet.queue.Queue;
import io.estafet.reactive.Unis;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Cancels and redrives messages for their callers. The journal decides. Redis follows at once, or later by the journal
 * scan or a rebuild. Thread-safe.
 */
@Singleton
public final class InterventionService {

    private static final Logger LOG = Logger.getLogger(InterventionService.class);

    /**
     * The most transactions under way at once in a redrive of many messages; well below the connections of the pool.
     */
    private static final int REDRIVES_AT_ONCE = 4;

    private final Interventions interventions;
    private final MessageReader reader;
    private final Queue queue;
    private final InstantSource clock;

    public InterventionService(Interventions interventions, MessageReader reader, Queue queue, InstantSource clock) {
        this.interventions = interventions;
        this.reader = reader;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * How a redrive is to be done.
     *
     * @param expiresAt a new expiry; needed when the old one has passed
     * @param force true to put back messages that may have been sent, too
     */
    public record Wish(Optional<Instant> expiresAt, boolean force) {}

    /**
     * A page of a redrive of many messages.
     *
     * @param skipped messages that matched and could not be put back
     * @param next where the next page begins; empty at the end
     */
    public record Redriven(int redriven, int skipped, Optional<MessageId> next) {}

    /** Cancels one message, unless it is too late. */
    public Uni<Cancellation> cancel(MessageView message) {
        return interventions
                .cancel(message.tenant(), message.id(), clock.instant())
                .call(answer -> answer.cancelled() ? withdraw(message) : Unis.done());
    }

    /**
     * Withdraws the message from the queue. When that fails, the message stays there and is refused its right to send.
     */
    private Uni<Void> withdraw(MessageView message) {
        return Unis.recovered(
                queue.withdraw(message.portfolio(), message.sender(), Set.of(message.id()))
                        .replaceWithVoid(),
                failure -> LOG.debugf("not withdrawn messageId=%s: %s", message.id(), failure));
    }

    /** Puts one message back. */
    public Uni<Redrive> redrive(TenantId tenant, MessageId id, Wish wish) {
        return interventions
                .redrive(tenant, id, wish.expiresAt(), wish.force(), clock.instant())
                .call(answer -> answer.message().map(this::enqueue).orElseGet(Unis::done));
    }

    /** Puts back the messages that match, one page at a time, the newest first. */
    public Uni<Redriven> redrive(TenantId tenant, Filter filter, Optional<MessageId> before, int most, Wish wish) {
        return reader.list(tenant, filter, before, most).chain(page -> redrive(tenant, page, most, wish));
    }

    private Uni<Redriven> redrive(TenantId tenant, List<MessageView> page, int most, Wish wish) {
        Optional<MessageId> next = page.size() < most
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).id());
        List<MessageView> able = page.stream()
                .filter(message -> Transitions.isRedrivable(message.state()))
                .toList();
        return Multi.createFrom()
                .iterable(able)
                .onItem()
                .transformToUni(message -> redrive(tenant, message.id(), wish))
                .merge(REDRIVES_AT_ONCE)
                .filter(answer -> answer.answer() == Answer.PUT_BACK)
                .collect()
                .asList()
                .map(done -> new Redriven(done.size(), page.size() - done.size(), next));
    }

    /** Enqueues the message. When Redis does not take it now, the journal scan or a rebuild enqueues it later. */
    private Uni<Void> enqueue(OpenMessage message) {
        return Unis.recovered(
                queue.enqueue(message.portfolio(), List.of(message.entry())).replaceWithVoid(),
                failure -> LOG.warnf("redriven and not enqueued messageId=%s: %s", message.id(), failure));
    }
}
