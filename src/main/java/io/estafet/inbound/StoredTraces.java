package io.estafet.inbound;

import io.estafet.admission.Windows;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Erasure;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Erases what webhooks left of a person: payloads that name them, and their customer service windows. A payload that
 * waits is worked on first, because it may hold the person's stop, or the end of a message. A payload that was put
 * aside is deleted. When a payload cannot be worked on now, the erasure fails and is to be repeated.
 */
@Singleton
record StoredTraces(
        Payloads payloads,
        PayloadWork work,
        InboundConfig config,
        SenderBook book,
        CustomerWindows committedWindows,
        Windows windows,
        InstantSource clock)
        implements Erasure.Station {

    /**
     * The most scans of all payloads. What a scan finds waiting is worked on, and the next scan sees what became of it.
     */
    private static final int SCANS = 4;

    @Override
    public Uni<Void> erase(PortfolioId portfolio, PersonId person, Collection<Address> names) {
        return Uni.createFrom()
                .deferred(() -> payloads(names, SCANS))
                .chain(() -> committedWindows.forget(portfolio, person))
                .chain(() -> closeWindows(portfolio, person));
    }

    private Uni<Void> payloads(Collection<Address> names, int scans) {
        return scan(names).chain(waiting -> waiting.isEmpty() ? Unis.done() : workOn(waiting, names, scans));
    }

    /** Works on few payloads at a time, because a payload may have megabytes. */
    private Uni<Void> workOn(List<Long> waiting, Collection<Address> names, int scans) {
        if (scans == 1) {
            return Uni.createFrom().failure(new IllegalStateException("webhooks about the person still wait"));
        }
        int few = config.concurrency();
        return Unis.inTurn(
                        Unis.parts(waiting, few),
                        part -> payloads.takeNow(part, config.lease())
                                .chain(taken -> Unis.atOnce(few, taken, work::workLong)))
                .chain(() -> payloads(names, scans - 1));
    }

    private Uni<Void> closeWindows(PortfolioId portfolio, PersonId person) {
        return Unis.inTurn(book.ids(portfolio), id -> windows.close(portfolio, id, person, clock.instant()));
    }

    /** Goes over all payloads, page after page: deletes those that were put aside, and answers those that wait. */
    private Uni<List<Long>> scan(Collection<Address> names) {
        return Uni.createFrom().deferred(() -> {
            List<Long> waiting = new ArrayList<>();
            AtomicLong last = new AtomicLong();
            return Unis.whileTrue(() -> payloads.mentions(names, last.get())
                            .call(page -> page.aside().isEmpty() ? Unis.done() : payloads.forgetAside(page.aside()))
                            .invoke(page -> waiting.addAll(page.waiting()))
                            .invoke(page -> page.last().ifPresent(last::set))
                            .map(page -> page.last().isPresent()))
                    .replaceWith(waiting);
        });
    }
}
