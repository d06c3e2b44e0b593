package io.estafet.consequence;

import io.estafet.admission.Pauses;
import io.estafet.admission.Windows;
import io.estafet.delivery.Verdict;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Feedback;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** What an answer or a failed status changes beyond its own message. Safe to call from any thread. */
@Singleton
public final class VerdictConsequences {

    private static final Logger LOG = Logger.getLogger(VerdictConsequences.class);

    private final SenderBook book;
    private final Pauses pauses;
    private final Windows windows;
    private final CustomerWindows committedWindows;
    private final Feedback feedback;
    private final WaIdAliases aliases;

    public VerdictConsequences(
            SenderBook book,
            Pauses pauses,
            Windows windows,
            CustomerWindows committedWindows,
            Feedback feedback,
            WaIdAliases aliases) {
        this.book = book;
        this.pauses = pauses;
        this.windows = windows;
        this.committedWindows = committedWindows;
        this.feedback = feedback;
        this.aliases = aliases;
    }

    /**
     * What a consequence needs to know. Number and message are kept apart: the number may have been moved to another
     * account or portfolio since.
     *
     * @param sender the number as it was when it sent the message, or as it is now if nothing else is known
     * @param portfolio the message's portfolio, in whose ids its person is known
     * @param template {@code waba/name/language} of what was sent, in the account under which it was sent
     * @param began when the request began: an answer to a request that began before a pause is the pause's echo
     */
    public record Cause(
            Sender sender,
            PortfolioId portfolio,
            PersonId person,
            Optional<String> template,
            Verdict verdict,
            Instant began,
            Instant now) {

        private String wabaId() {
            return template.map(text -> TemplateKey.parse(text).wabaId()).orElse(sender.wabaId());
        }
    }

    /** Notes that the API accepted a message of the portfolio and calls its person by this wa_id. Never fails. */
    public Uni<Void> named(PortfolioId portfolio, SenderId sender, PersonId person, Address dialled, String waId) {
        return noted("name", sender, aliases.learn(portfolio, person, dialled, waId));
    }

    /**
     * Applies the consequences of a verdict. Never fails: a consequence that is lost here is learned again from the
     * next answer.
     *
     * @return whether a template was refused and the directory now knows when it may be sent
     */
    public Uni<Boolean> apply(Cause cause) {
        Uni<Boolean> pausing = Uni.createFrom()
                .deferred(() -> cause.verdict()
                        .pause()
                        .map(pause -> pausing(cause, pause))
                        .orElseGet(VerdictConsequences::no));
        SenderId sender = cause.sender().id();
        return Unis.recovered(pausing, false, failure -> LOG.errorf(failure, "no consequence senderId=%s", sender))
                .call(() -> cause.verdict().windowClosed() ? closeWindow(cause) : Unis.done());
    }

    private Uni<Boolean> pausing(Cause cause, Verdict.Pause pause) {
        Sender sender = cause.sender();
        return switch (pause.scope()) {
            case NUMBER -> pause(other -> other.id().equals(sender.id()), cause, pause);
            case ACCOUNT -> pause(other -> other.wabaId().equals(cause.wabaId()), cause, pause);
            case TOKEN -> pause(other -> other.accessToken().equals(sender.accessToken()), cause, pause);
            case TEMPLATE ->
                cause.template()
                        .map(template -> template(cause, template, pause))
                        .orElseGet(VerdictConsequences::no);
            case PERSON ->
                noted(
                                "person",
                                sender.id(),
                                feedback.personRefused(cause.portfolio(), cause.person(), refusal(cause, pause)))
                        .replaceWith(false);
            // The message itself waits; nothing else is concerned.
            case MESSAGE, PAIR -> no();
        };
    }

    private Uni<Boolean> template(Cause cause, String template, Verdict.Pause pause) {
        return noted(
                        "template",
                        cause.sender().id(),
                        feedback.templateRefused(cause.portfolio(), template, refusal(cause, pause)))
                .map(Boolean.TRUE::equals);
    }

    private Uni<Boolean> pause(Predicate<Sender> concerned, Cause cause, Verdict.Pause pause) {
        LOG.infof(
                "paused senderId=%s scope=%s reason=%s duration=%s",
                cause.sender().id(), pause.scope(), pause.reason().word(), pause.duration());
        List<Sender> numbers = book.senders().stream().filter(concerned).toList();
        return Unis.inTurn(numbers, number -> pause(number, cause, pause)).replaceWith(false);
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

    /**
     * PostgreSQL comes first, since Redis is rebuilt from it. A window that was opened since the request began stays.
     */
    private Uni<Void> closeWindow(Cause cause) {
        PortfolioId portfolio = cause.portfolio();
        SenderId sender = cause.sender().id();
        return noted(
                "window",
                sender,
                committedWindows
                        .close(portfolio, sender, cause.person(), cause.began())
                        .chain(() -> windows.close(portfolio, sender, cause.person(), cause.began())));
    }

    /** Logs a failure and then gives null. */
    private static <T> Uni<T> noted(String what, SenderId sender, Uni<T> consequence) {
        return Unis.recovered(
                consequence, failure -> LOG.warnf("%s not noted senderId=%s cause=%s", what, sender, failure));
    }

    private static Uni<Boolean> no() {
        return Uni.createFrom().item(false);
    }
}
