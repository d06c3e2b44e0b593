package io.estafet.dispatch;

import io.estafet.delivery.Verdict;
import io.estafet.message.SenderId;
import io.estafet.queue.Entry;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** What an answer means for others than its own message: pauses of numbers, accounts and tokens, closed windows. */
final class Consequences {

    private static final Logger LOG = Logger.getLogger(Consequences.class);

    private final Stations stations;

    Consequences(Stations stations) {
        this.stations = stations;
    }

    /** @param beganNanos when the request began, by {@link System#nanoTime()} */
    void apply(Sender sender, Entry entry, String address, Verdict verdict, Instant now, long beganNanos) {
        verdict.pause().ifPresent(pause -> {
            Instant began = now.minusNanos(System.nanoTime() - beganNanos);
            switch (pause.scope()) {
                case NUMBER -> pause(other -> other.id().equals(sender.id()), sender, pause, began, now);
                case ACCOUNT -> pause(other -> other.wabaId().equals(sender.wabaId()), sender, pause, began, now);
                case TOKEN ->
                    pause(other -> other.accessToken().equals(sender.accessToken()), sender, pause, began, now);
                case TEMPLATE ->
                    entry.template()
                            .ifPresent(template -> note(
                                    "template",
                                    sender.id(),
                                    stations.feedback().templateRefused(template, pause.reason())));
                case PERSON ->
                    note(
                            "person",
                            sender.id(),
                            stations.feedback()
                                    .personRefused(sender.portfolio(), Address.parse(address), pause.reason(), now));
                case MESSAGE, PAIR -> {
                    // The message itself waits; nobody else is concerned.
                }
            }
        });
        if (verdict.windowClosed()) {
            note("window", sender.id(), stations.windows().close(sender.portfolio(), sender.id(), entry.person()));
        }
    }

    private void pause(Predicate<Sender> concerned, Sender sender, Verdict.Pause pause, Instant began, Instant now) {
        LOG.infof(
                "paused senderId=%s scope=%s reason=%s duration=%s",
                sender.id(), pause.scope(), pause.reason().word(), pause.duration());
        stations.book().senders().stream()
                .filter(concerned)
                .forEach(other -> note(
                        "pause",
                        other.id(),
                        stations.pauses()
                                .pause(
                                        other.portfolio(),
                                        other.id(),
                                        pause.reason(),
                                        began,
                                        now.plus(pause.duration()))));
    }

    /** Lost, it is learned again from the next answer. */
    private static void note(String what, SenderId sender, Uni<Void> consequence) {
        consequence
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("%s not noted senderId=%s cause=%s", what, sender, failure));
    }
}
