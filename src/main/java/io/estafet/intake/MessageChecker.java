package io.estafet.intake;

import io.estafet.directory.TemplateBook;
import io.estafet.intake.ParsedMessage.Content;
import io.estafet.intake.ParsedMessage.TemplateName;
import io.estafet.journal.NewMessage;
import io.estafet.journal.NewMessage.Fallback;
import io.estafet.json.Flaw;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a message against the directory, and decides its category and times. Answers from memory. */
final class MessageChecker {

    private static final String CATEGORY = "/category";

    private final SenderBook senders;
    private final TemplateBook templates;
    private final MessageIds ids;
    private final IntakeConfig config;

    MessageChecker(SenderBook senders, TemplateBook templates, MessageIds ids, IntakeConfig config) {
        this.senders = senders;
        this.templates = templates;
        this.ids = ids;
        this.config = config;
    }

    /** @throws RefusedException with everything that is wrong */
    CheckedMessage check(IncomingMessage message, Instant now) throws RefusedException {
        ParsedMessage request = message.request();
        Sender sender = senders.find(request.sender())
                .filter(known -> known.tenant().equals(message.tenant()))
                .orElseThrow(() ->
                        new RefusedException(Refusal.of(IntakeCode.SENDER_UNKNOWN, "/sender", "is not registered")));
        List<Flaw> flaws = new ArrayList<>();
        Optional<TemplateKey> template = key(sender, request.message(), "/message", flaws);
        Category category = category(request, template, flaws);
        Optional<Fallback> fallback = request.fallback().flatMap(content -> fallback(sender, content, flaws));
        Instant expiresAt = expiresAt(request, category, now, flaws);
        if (!flaws.isEmpty()) {
            throw new RefusedException(new Refusal(IntakeCode.INVALID, "", flaws));
        }
        MessageId id = message.id().orElseGet(ids::next);
        return new CheckedMessage(
                sender,
                request.address(),
                person -> new NewMessage(
                        id,
                        sender.tenant(),
                        sender.portfolio(),
                        sender.id(),
                        person,
                        request.address().value(),
                        category,
                        template.map(TemplateKey::text),
                        request.message().json(),
                        fallback,
                        now,
                        request.sendAt().filter(at -> at.isAfter(now)),
                        expiresAt,
                        request.campaign(),
                        request.reference(),
                        request.idempotencyKey(),
                        message.place()));
    }

    private static Optional<TemplateKey> key(Sender sender, Content content, String at, List<Flaw> flaws) {
        if (content.template().isEmpty()) {
            return Optional.empty();
        }
        TemplateName named = content.template().get();
        try {
            return Optional.of(new TemplateKey(sender.wabaId(), named.name(), named.language()));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String place = reason.startsWith("template name") ? "/template/name" : "/template/language/code";
            flaws.add(new Flaw(at + place, reason));
            return Optional.empty();
        }
    }

    private Category category(ParsedMessage request, Optional<TemplateKey> template, List<Flaw> flaws) {
        if (request.message().template().isEmpty()) {
            if (request.category().filter(given -> given != Category.SERVICE).isPresent()) {
                flaws.add(new Flaw(CATEGORY, "must be service for a free-form message"));
            }
            return Category.SERVICE;
        }
        Optional<Category> registered = template.flatMap(templates::find).map(Template::category);
        Category category = request.category().or(() -> registered).orElse(Category.SERVICE);
        if (registered.filter(known -> known != category).isPresent()) {
            flaws.add(new Flaw(CATEGORY, "is not the registered template's"));
        } else if (category == Category.SERVICE && template.isPresent()) {
            flaws.add(new Flaw(
                    "/message/template/name",
                    "is not registered for the number's account in this language: register it, or say its category"));
        }
        return category;
    }

    private Optional<Fallback> fallback(Sender sender, Content content, List<Flaw> flaws) {
        Optional<TemplateKey> key = key(sender, content, "/fallback", flaws);
        Optional<Template> template = key.flatMap(templates::find);
        if (key.isPresent() && template.isEmpty()) {
            flaws.add(new Flaw("/fallback/template/name", "is not registered in this language"));
        }
        return template.map(known -> new Fallback(known.key().text(), known.category(), content.json()));
    }

    private Instant expiresAt(ParsedMessage request, Category category, Instant now, List<Flaw> flaws) {
        Instant earliest = request.sendAt().filter(at -> at.isAfter(now)).orElse(now);
        if (earliest.isAfter(now.plus(config.maxAhead()))) {
            flaws.add(new Flaw("/sendAt", "is more than " + config.maxAhead().toDays() + " days ahead"));
        }
        if (request.expiresAt().isEmpty()) {
            return earliest.plus(config.expiry().of(category));
        }
        Instant expiresAt = request.expiresAt().get();
        if (!expiresAt.isAfter(earliest)) {
            flaws.add(new Flaw("/expiresAt", "must be after now and after sendAt"));
        } else if (expiresAt.isAfter(now.plus(config.maxLife()))) {
            flaws.add(new Flaw("/expiresAt", "is more than " + config.maxLife().toDays() + " days ahead"));
        }
        return expiresAt;
    }
}
