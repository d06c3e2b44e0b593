package io.estafet.inbound;

import io.estafet.admission.Windows;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Erasure;
import io.estafet.inbound.Payloads.Mentions;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Erases what webhooks left of a person: payloads that name them, and their customer service windows. A payload that
 * waits is worked on first, because it may hold the person's stop, or the end of a message. A payload that was put
 * aside is deleted. When a payload cannot be worked on now, the erasure fails and is to be repeated.
 */
@Singleton
final class StoredTraces implements Erasure.Station {

    /**
     * The most looks at all payloads. What a look finds waiting is worked on, and the next look sees what became of it.
     */
    private static final int LOOKS = 4;

    private final Payloads payloads;
    private final PayloadWork work;
    private final InboundConfig config;
    private final SenderBook book;
    private final CustomerWindows committedWindows;
    private final Windows windows;
    private final InstantSource clock;

    StoredTraces(
            Payloads payloads,
            PayloadWork work,
            InboundConfig config,
            SenderBook book,
            CustomerWindows committedWindows,
            Windows windows,
            InstantSource clock) {
        this.payloads = payloads;
        this.work = work;
        this.config = config;
        this.book = book;
        this.committedWindows = committedWindows;
        this.windows = windows;
        this.clock = clock;
    }

    @Override
    public Uni<Void> erase(PortfolioId portfolio, PersonId person, Collection<Address> names) {
        return Uni.createFrom()
                .deferred(() -> payloads(names, LOOKS))
                .chain(() -> committedWindows.forget(portfolio, person))
                .chain(() -> closeWindows(portfolio, person));
    }

    private Uni<Void> payloads(Collection<Address> names, int looks) {
        return Uni.createFrom()
                .deferred(() -> new Look(names).run())
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().voidItem() : workOn(waiting, names, looks));
    }

    private Uni<Void> workOn(List<Long> waiting, Collection<Address> names, int looks) {
        return looks == 1
                ? Uni.createFrom().failure(new IllegalStateException("webhooks about the person still wait"))
                : workOn(waiting).chain(() -> payloads(names, looks - 1));
    }

    /** Works on few payloads at a time, because a payload may have megabytes. */
    private Uni<Void> workOn(List<Long> waiting) {
        int load = config.concurrency();
        return Multi.createFrom()
                .range(0, (waiting.size() + load - 1) / load)
                .onItem()
                .transformToUniAndConcatenate(part -> payloads.takeNow(
                                waiting.subList(part * load, Math.min(waiting.size(), (part + 1) * load)),
                                config.lease())
                        .chain(this::workOnEach))
                .collect()
                .last();
    }

    private Uni<Void> workOnEach(List<Payload> taken) {
        return Multi.createFrom()
                .iterable(taken)
                .onItem()
                .transformToUni(work::workLong)
                .merge(config.concurrency())
                .collect()
                .last();
    }

    private Uni<Void> closeWindows(PortfolioId portfolio, PersonId person) {
        return Multi.createFrom()
                .iterable(book.senders(portfolio))
                .onItem()
                .transformToUniAndConcatenate(sender -> windows.close(portfolio, sender.id(), person, clock.instant()))
                .collect()
                .last();
    }

    /** One look at all payloads, page after page: deletes those that were put aside, and answers those that wait. */
    private final class Look {

        private final Collection<Address> names;
        private final List<Long> waiting = new ArrayList<>();
        private volatile OptionalLong last = OptionalLong.of(0);

        Look(Collection<Address> names) {
            this.names = names;
        }

        Uni<List<Long>> run() {
            return Multi.createBy()
                    .repeating()
                    .uni(this::page)
                    .whilst(page -> last.isPresent())
                    .collect()
                    .last()
                    .map(page -> waiting);
        }

        private Uni<Mentions> page() {
            return payloads.mentions(names, last.orElseThrow())
                    .invoke(this::add)
                    .call(page ->
                            page.aside().isEmpty() ? Uni.createFrom().voidItem() : payloads.forgetAside(page.aside()));
        }

        private void add(Mentions page) {
            waiting.addAll(page.waiting());
            last = page.last();
        }
    }
}
