package io.estafet.simulator;

import io.estafet.simulator.Report.Violation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The life of a message after the API accepted it: its statuses, one after the other, as its fate demands. */
final class Life {
    private static final long QUICKLY_MILLIS = 20;

    private final Agenda agenda;
    private final Books books;
    private final Report report;
    private final SimulatedTime time;
    private final Webhooks webhooks;
    private final Supplier<Behaviour> behaviour;
    private final Dice dice;

    Life(
            Agenda agenda,
            Books books,
            Report report,
            SimulatedTime time,
            Webhooks webhooks,
            Supplier<Behaviour> behaviour,
            Dice dice) {
        this.agenda = agenda;
        this.books = books;
        this.report = report;
        this.time = time;
        this.webhooks = webhooks;
        this.behaviour = behaviour;
        this.dice = dice;
    }

    /** Starts the life of {@code sent}. With {@code failure} it ends in a failed status. */
    void begin(Sent sent, Fate fate, @Nullable GraphError failure) {
        Behaviour.Webhook settings = behaviour.get().webhook();
        long toSent = settings.sent().draw(dice.random());
        if (failure != null) {
            agenda.in(toSent, () -> fail(sent, failure));
            return;
        }
        switch (fate) {
            case SILENT -> {}
            case HELD -> agenda.in(settings.heldMillis() + toSent, () -> send(sent, fate));
            case DROPPED_AFTER_HOLD -> agenda.in(settings.heldMillis(), () -> fail(sent, GraphError.of(fate.code())));
            case BACKWARDS -> agenda.in(toSent, () -> backwards(sent));
            default -> agenda.in(toSent, () -> send(sent, fate));
        }
    }

    private void send(Sent sent, Fate fate) {
        tell(sent, "sent", true, fate);
        Behaviour.Webhook settings = behaviour.get().webhook();
        long next = settings.delivered().draw(dice.random());
        if (fate == Fate.READ_AT_ONCE) {
            agenda.in(next, () -> {
                countDelivered(sent);
                tell(sent, "read", true, fate);
            });
        } else if (fate != Fate.NEVER_DELIVERED) {
            agenda.in(next, () -> deliver(sent, fate));
        }
    }

    private void deliver(Sent sent, Fate fate) {
        countDelivered(sent);
        tell(sent, "delivered", true, fate);
        Behaviour.Webhook settings = behaviour.get().webhook();
        if (dice.random().nextDouble() < settings.readShare()) {
            agenda.in(settings.read().draw(dice.random()), () -> tell(sent, "read", false, fate));
        }
    }

    private void backwards(Sent sent) {
        countDelivered(sent);
        tell(sent, "read", false, Fate.BACKWARDS);
        agenda.in(QUICKLY_MILLIS, () -> tell(sent, "delivered", true, Fate.BACKWARDS));
        agenda.in(2 * QUICKLY_MILLIS, () -> tell(sent, "sent", true, Fate.BACKWARDS));
    }

    private void fail(Sent sent, GraphError error) {
        books.failed(sent.number(), sent.wamid(), sent.callbackId(), sent.charge());
        report.failed(error.code());
        report.status("failed");
        webhooks.tell(new Update.Status(sent, "failed", time.millis(), false, version(), error));
    }

    /**
     * Counts the person as reached. The time is the whole second that the status reports, not the exact one: no client
     * can know it more exactly.
     */
    private void countDelivered(Sent sent) {
        if (sent.charge() == null) {
            return;
        }
        long now = time.millis();
        SimulatedPortfolio portfolio = books.portfolioOf(sent.number());
        long graceNanos = behaviour.get().rules().graceMillis() * 1_000_000L;
        boolean counted = portfolio.delivered().contains(sent.person(), now);
        if (!counted && portfolio.delivered().count(now) >= portfolio.limitHeldTo(System.nanoTime(), graceNanos)) {
            report.violated(Violation.limitDelivered);
        }
        books.delivered(portfolio, sent.person(), now - now % 1000);
    }

    private void tell(Sent sent, String status, boolean priced, Fate fate) {
        report.status(status);
        Update update = new Update.Status(sent, status, time.millis(), priced, version(), null);
        webhooks.tell(update);
        if (fate == Fate.DOUBLED) {
            webhooks.tell(update);
        }
    }

    private int version() {
        return behaviour.get().webhook().version();
    }
}
