package io.estafet.inbound;

import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.directory.TemplateBook;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.queue.Wakes;
import io.estafet.reactive.Unis;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What follows when WhatsApp changes a template's status, a messaging limit or a number's throughput. Repeatable. */
@Singleton
record AccountWork(SenderBook book, TemplateBook templates, Registry registry, NewestFacts facts, Wakes wakes) {

    /** What WhatsApp's automatic upgrade grants, in messages per second. */
    private static final int UPGRADED_THROUGHPUT = 1_000;

    private static final int LOOKS_FOR_NEWER = 3;

    Uni<EventResult> template(WebhookEvents.TemplateChange change, Payload payload) {
        Optional<Template> known = find(change);
        if (known.isEmpty()) {
            return Uni.createFrom().item(EventResult.UNKNOWN);
        }
        TemplateKey key = known.get().key();
        Instant at = payload.happened(change.at());
        // The end of a pause is stored with the status.
        String word = change.status().name()
                + change.pause().map(pause -> " " + at.plus(pause)).orElse("");
        return newest(new Fact("template/" + key.text(), word, at), payload, now -> setStatus(key, now));
    }

    Uni<EventResult> limit(WebhookEvents.Limit limit, Payload payload) {
        Optional<Portfolio> portfolio = portfolioOf(limit.wabaId()).flatMap(book::find);
        if (portfolio.isEmpty()) {
            return Uni.createFrom().item(EventResult.UNKNOWN);
        }
        PortfolioId id = portfolio.get().id();
        TenantId tenant = portfolio.get().tenant();
        Fact fact = new Fact("limit/" + id, Long.toString(limit.people()), payload.happened(limit.at()));
        return newest(fact, payload, people -> setLimit(id, tenant, Long.parseLong(people)));
    }

    /** Never lowers the registered throughput: the operator may know of a higher one. */
    Uni<EventResult> upgrade(WebhookEvents.Upgrade upgrade) {
        return book.ofAccount(upgrade.wabaId()).stream()
                .filter(number -> number.digits().equals(upgrade.digits()))
                .findFirst()
                .map(this::upgrade)
                .orElseGet(() -> Uni.createFrom().item(EventResult.UNKNOWN));
    }

    private Uni<EventResult> upgrade(Sender sender) {
        return sender.throughput() >= UPGRADED_THROUGHPUT
                ? Uni.createFrom().item(EventResult.UNCHANGED)
                : registry.putSender(
                                sender.id(),
                                sender.tenant(),
                                old -> faster(old.orElseGet(() -> SenderDraft.of(sender))))
                        .map(AccountWork::result)
                        .call(() -> wakes.wake(sender.portfolio(), List.of(sender.id())));
    }

    private record Fact(String subject, String value, Instant at) {}

    /**
     * Applies the newest fact about the subject, which may be another than this one. Repeats while a still newer one
     * came in between, so that of two facts that are applied side by side the newer one lasts. A fact that is not news
     * changes nothing, so that a repeated webhook does not undo what the operator has registered since.
     */
    private Uni<EventResult> newest(Fact fact, Payload payload, Function<String, Uni<EventResult>> apply) {
        return facts.note(fact.subject(), fact.value(), fact.at())
                .chain(isNews -> isNews || payload.isRepeated()
                        ? applyNewest(fact.subject(), apply, LOOKS_FOR_NEWER)
                        : Uni.createFrom().item(EventResult.UNCHANGED));
    }

    private Uni<EventResult> applyNewest(String subject, Function<String, Uni<EventResult>> apply, int looks) {
        return facts.newest(subject)
                .chain(value -> apply.apply(value)
                        .chain(result -> facts.newest(subject)
                                .chain(now -> now.equals(value) || looks == 1
                                        ? Uni.createFrom().item(result)
                                        : applyNewest(subject, apply, looks - 1))));
    }

    /** Works also for an account that all numbers have left: messages accepted under it may still wait. */
    private Uni<EventResult> setStatus(TemplateKey key, String word) {
        String[] statusAndEnd = word.split(" ", 2);
        return registry.tellTemplate(
                        key,
                        TemplateStatus.valueOf(statusAndEnd[0]),
                        statusAndEnd.length == 1 ? Optional.empty() : Optional.of(Instant.parse(statusAndEnd[1])))
                .map(AccountWork::result)
                .call(() -> portfolioOf(key.wabaId()).map(this::wake).orElseGet(Unis::done));
    }

    private Uni<EventResult> setLimit(PortfolioId portfolio, TenantId tenant, long people) {
        return registry.putPortfolio(portfolio, tenant, people)
                .map(AccountWork::result)
                .call(() -> wake(portfolio));
    }

    private Uni<Void> wake(PortfolioId portfolio) {
        return wakes.wake(portfolio, book.ids(portfolio));
    }

    /** Webhooks say {@code en-US} where the API says {@code en_US}. */
    private Optional<Template> find(WebhookEvents.TemplateChange change) {
        return find(change, change.language())
                .or(() -> find(change, change.language().replace('-', '_')));
    }

    private Optional<Template> find(WebhookEvents.TemplateChange change, String language) {
        try {
            return templates.find(new TemplateKey(change.wabaId(), change.name(), language));
        } catch (IllegalArgumentException notOneOfOurs) {
            return Optional.empty();
        }
    }

    private Optional<PortfolioId> portfolioOf(String wabaId) {
        return book.ofAccount(wabaId).stream().map(Sender::portfolio).findFirst();
    }

    private static SenderDraft faster(SenderDraft old) {
        return new SenderDraft(
                old.portfolio(),
                old.wabaId(),
                old.displayPhoneNumber(),
                old.baseUrl(),
                Optional.empty(),
                Math.max(old.throughput(), UPGRADED_THROUGHPUT),
                old.dailyLimit(),
                old.paused(),
                old.webhooks());
    }

    private static EventResult result(Registration registration) {
        return registration == Registration.CREATED || registration == Registration.CHANGED
                ? EventResult.DONE
                : EventResult.UNKNOWN;
    }
}
