package io.estafet.consequence;

import io.estafet.admission.Pauses;
import io.estafet.admission.Windows;
import io.estafet.delivery.Verdict;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Feedback;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** What an answer or a failed status means for others than its own message. Safe to call from any thread. */
@Singleton
public final class Consequences {

    private static final Logger LOG = Logger.getLogger(Consequences.class);

    private final SenderBook book;
    private final Pauses pauses;
    private final Windows windows;
    private final CustomerWindows committedWindows;
    private final Feedback feedback;
    private final Names names;

    public Consequences(
            SenderBook book,
            Pauses pauses,
            Windows windows,
            CustomerWindows committedWindows,
            Feedback feedback,
            Names names) {
        this.book = book;
        this.pauses = pauses;
        this.windows = windows;
        this.committedWindows = committedWindows;
        this.feedback = feedback;
        this.names = names;
    }

    /**
     * @param sender that sent the message
     * @param template {@code waba/name/language} of what was sent
     * @param began when the request began: an answer to one that began before a pause is the pause's echo
     */
    public record Cause(
            Sender sender, PersonId person, Optional<String> template, Verdict verdict, Instant began, Instant now) {}

    /** The API accepted a message, and calls its person by this wa_id. Never fails. */
    public Uni<Void> named(Sender sender, PersonId person, Address dialled, String waId) {
        return noted("name", sender.id(), names.learn(sender.portfolio(), person, dialled, waId));
    }

    /** Never fails: what is lost here is learned again from the next answer. */
    public Uni<Void> apply(Cause cause) {
        return Uni.createFrom()
                .deferred(() -> pausing(cause))
                .chain(() -> cause.verdict().windowClosed() ? closeWindow(cause) : done());
    }

    private Uni<Void> pausing(Cause cause) {
        return cause.verdict().pause().map(pause -> pausing(cause, pause)).orElseGet(Consequences::done);
    }

    private Uni<Void> pausing(Cause cause, Verdict.Pause pause) {
        Sender sender = cause.sender();
        return switch (pause.scope()) {
            case NUMBER -> pause(other -> other.id().equals(sender.id()), cause, pause);
            case ACCOUNT -> pause(other -> other.wabaId().equals(sender.wabaId()), cause, pause);
            case TOKEN -> pause(other -> other.accessToken().equals(sender.accessToken()), cause, pause);
            case TEMPLATE ->
                cause.template()
                        .map(template -> noted(
                                "template", sender.id(), feedback.templateRefused(template, refusal(cause, pause))))
                        .orElseGet(Consequences::done);
            case PERSON ->
                noted(
                        "person",
                        sender.id(),
                        feedback.personRefused(sender.portfolio(), cause.person(), refusal(cause, pause)));
            // The message itself waits; nobody else is concerned.
            case MESSAGE, PAIR -> done();
        };
    }

    private Uni<Void> pause(Predicate<Sender> concerned, Cause cause, Verdict.Pause pause) {
        LOG.infof(
                "paused senderId=%s scope=%s reason=%s duration=%s",
                cause.sender().id(), pause.scope(), pause.reason().word(), pause.duration());
        List<Sender> numbers = book.senders().stream().filter(concerned).toList();
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(number -> pause(number, cause, pause))
                .collect()
                .last();
    }

    private Uni<Void> pause(Sender number, Cause cause, Verdict.Pause pause) {
        Instant until = cause.now().plus(pause.duration());
        return noted(
                "pause",
                number.id(),
                pauses.pause(number.portfolio(), number.id(), pause.reason(), cause.began(), until));
    }

    private static Feedback.Refusal refusal(Cause cause, Verdict.Pause pause) {
        return new Feedback.Refusal(pause.reason(), pause.backoff(), cause.began(), cause.now());
    }

    /** PostgreSQL first, from which Redis is rebuilt; a window that was opened since the request began stays. */
    private Uni<Void> closeWindow(Cause cause) {
        Sender sender = cause.sender();
        return noted(
                "window",
                sender.id(),
                committedWindows
                        .close(sender.portfolio(), sender.id(), cause.person(), cause.began())
                        .chain(() -> windows.close(sender.portfolio(), sender.id(), cause.person(), cause.began())));
    }

    private static Uni<Void> noted(String what, SenderId sender, Uni<Void> consequence) {
        return consequence
                .onFailure()
                .invoke(failure -> LOG.warnf("%s not noted senderId=%s cause=%s", what, sender, failure))
                .onFailure()
                .recoverWithNull();
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
