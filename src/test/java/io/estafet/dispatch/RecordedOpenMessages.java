package io.estafet.dispatch;

import io.estafet.journal.OpenMessage;
import io.estafet.journal.OpenMessages;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The journal's port for open messages: a list of messages, charges and starts, and how they were read. */
public final class RecordedOpenMessages implements OpenMessages {

    public final List<OpenMessage> known = new CopyOnWriteArrayList<>();
    public final List<Charge> charges = new CopyOnWriteArrayList<>();
    public final List<Start> starts = new CopyOnWriteArrayList<>();
    /** The spans that were read of acceptance, charges or starts. */
    public final List<Span> spans = new CopyOnWriteArrayList<>();

    private final Signals signals;

    /** A span of time that was read. */
    public record Span(String of, Instant from, Instant until) {}

    RecordedOpenMessages(Signals signals) {
        this.signals = signals;
    }

    /** The spans that were read of one kind, in order. */
    public List<Span> spans(String of) {
        return spans.stream().filter(span -> span.of().equals(of)).toList();
    }

    @Override
    public Uni<List<OpenMessage>> find(Collection<MessageId> ids) {
        return signals.done("find", () -> read(message -> ids.contains(message.id()), Integer.MAX_VALUE));
    }

    @Override
    public Uni<List<OpenMessage>> page(PortfolioId portfolio, Optional<MessageId> after, int most) {
        return signals.done(
                "page " + portfolio,
                () -> read(message -> message.portfolio().equals(portfolio) && isBehind(message, after), most));
    }

    @Override
    public Uni<List<OpenMessage>> waitingAcceptedBetween(
            Instant from, Instant to, Optional<MessageId> after, int most) {
        return signals.done("accepted", () -> {
            spans.add(new Span("accepted", from, to));
            return read(
                    message -> message.state().isWaiting()
                            && message.id().epochMillis() >= from.toEpochMilli()
                            && message.id().epochMillis() < to.toEpochMilli()
                            && isBehind(message, after),
                    most);
        });
    }

    private List<OpenMessage> read(Predicate<OpenMessage> wanted, int most) {
        return known.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(OpenMessage::id))
                .limit(most)
                .toList();
    }

    private static boolean isBehind(OpenMessage message, Optional<MessageId> after) {
        return after.map(id -> message.id().compareTo(id) > 0).orElse(true);
    }

    @Override
    public Uni<List<Charge>> charges(PortfolioId portfolio, ChargeCursor from, Instant until, int most) {
        return signals.done("charges", () -> {
            spans.add(new Span("charges", from.at(), until));
            return charges.stream()
                    .filter(charge ->
                            isBehind(charge, from) && charge.countedAt().isBefore(until))
                    .sorted(Comparator.comparing(Charge::countedAt).thenComparing(Charge::id))
                    .limit(most)
                    .toList();
        });
    }

    private static boolean isBehind(Charge charge, ChargeCursor from) {
        int later = charge.countedAt().compareTo(from.at());
        return later > 0
                || (later == 0
                        && from.after().map(id -> charge.id().compareTo(id) > 0).orElse(true));
    }

    @Override
    public Uni<List<Start>> starts(PortfolioId portfolio, Instant from, Instant until) {
        return signals.done("starts", () -> {
            spans.add(new Span("starts", from, until));
            return starts.stream()
                    .filter(start -> !start.at().isBefore(from) && start.at().isBefore(until))
                    .toList();
        });
    }

    @Override
    public Uni<Long> nextEpoch(PortfolioId portfolio) {
        return signals.done("nextEpoch", () -> 8L);
    }

    @Override
    public Uni<List<OpenMessage>> waitingForLimit(
            PortfolioId portfolio, SenderId sender, Collection<PersonId> people, int most) {
        throw new UnsupportedOperationException();
    }
}
