package io.estafet.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.estafet.intake.ParsedMessage.Content;
import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.json.Fields;
import io.estafet.json.JsonException;
import io.estafet.json.StrictJson;
import io.estafet.json.Texts;
import io.estafet.json.WrittenObject;
import io.estafet.message.Category;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.recipient.Address;
import java.time.Instant;
import java.util.Optional;

/** Reads one message as callers write it, the same for every source. Pure; thread-safe. */
public final class RequestParser {

    /** The most bytes of one message, including its fallback and everything around it. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The most characters of an idempotency key. */
    public static final int MAX_KEY = 255;

    static final String IDEMPOTENCY_KEY = "idempotencyKey";
    static final String TENANT = "tenant";

    private static final int MAX_TEXT = 128;
    private static final String FALLBACK = "fallback";
    private static final String MESSAGE = "message";
    private static final String RECIPIENT = "recipient";
    private static final String TO = "to";

    private RequestParser() {}

    /** One message in UTF-8, without an idempotency key beside it. */
    public static Parsing parse(Source source, byte[] json) {
        return parse(source, json, Optional.empty());
    }

    /** @param headerKey the idempotency key that came beside the body */
    public static Parsing parse(Source source, byte[] json, Optional<String> headerKey) {
        if (json.length > MAX_BYTES) {
            return new Parsing.Refused(tooLarge());
        }
        try {
            return new Parsing.Parsed(read(source, StrictJson.object(json), headerKey));
        } catch (JsonException e) {
            return new Parsing.Refused(Refusal.of(e));
        }
    }

    /** The refusal of a message that is longer than {@link #MAX_BYTES}, for readers that stop reading there. */
    public static Refusal tooLarge() {
        return Refusal.of(IntakeCode.TOO_LARGE, "", "is longer than " + MAX_BYTES + " bytes");
    }

    private static ParsedMessage read(Source source, WrittenObject written, Optional<String> headerKey) {
        Fields fields = Fields.of(written.values());
        ContentReader contents = new ContentReader(written, fields);
        Optional<TenantId> tenant = source == Source.LIST ? fields.required(TENANT, TenantId::new) : Optional.empty();
        Optional<SenderId> sender = fields.required("sender", SenderId::new);
        Optional<Address> address = address(fields);
        fields.require(MESSAGE);
        Optional<Content> message = contents.read(MESSAGE);
        Optional<Content> fallback = fallback(contents, fields, message);
        Optional<Category> category = fields.text("category", RequestParser::category);
        Optional<Instant> sendAt = fields.text("sendAt", Texts::instant);
        Optional<Instant> expiresAt = fields.text("expiresAt", Texts::instant);
        Optional<String> campaign = fields.text("campaign", MAX_TEXT);
        Optional<String> reference = fields.text("reference", MAX_TEXT);
        Optional<IdempotencyKey> key =
                key(source, fields, headerKey).map(text -> new IdempotencyKey(text, hash(source, written.values())));
        fields.end();
        return new ParsedMessage(
                tenant,
                sender.orElseThrow(),
                address.orElseThrow(),
                message.orElseThrow(),
                category,
                fallback,
                sendAt,
                expiresAt,
                campaign,
                reference,
                key);
    }

    private static Optional<String> key(Source source, Fields fields, Optional<String> headerKey) {
        if (headerKey
                .filter(key -> key.isEmpty() || key.length() > MAX_KEY || !Texts.isClean(key))
                .isPresent()) {
            fields.refuse(JsonPointer.empty(), "Idempotency-Key must have 1 to " + MAX_KEY + " characters");
        }
        return source.ownFields().contains(IDEMPOTENCY_KEY) ? fields.text(IDEMPOTENCY_KEY, MAX_KEY) : headerKey;
    }

    private static Optional<Address> address(Fields fields) {
        boolean to = fields.node(TO).isPresent();
        boolean recipient = fields.node(RECIPIENT).isPresent();
        if (to && recipient) {
            fields.refuse(RECIPIENT, "cannot stand beside \"to\": exactly one of them");
        } else if (!to && !recipient) {
            fields.refuse(TO, "is required, or \"recipient\": exactly one of them");
        }
        Optional<Address> phone = fields.text(TO, Address::phone);
        Optional<Address> userId = fields.text(RECIPIENT, Address::userId);
        return phone.or(() -> userId);
    }

    private static Optional<Content> fallback(ContentReader contents, Fields fields, Optional<Content> message) {
        Optional<Content> fallback = contents.read(FALLBACK);
        if (fallback.isPresent() && fallback.get().template().isEmpty()) {
            fields.refuse(FALLBACK, "must be a template message");
        }
        if (fallback.isPresent() && message.flatMap(Content::template).isPresent()) {
            fields.refuse(FALLBACK, "only a free-form message has a fallback");
        }
        return fallback;
    }

    private static Category category(String word) {
        return Category.ofWord(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("must be authentication, utility, marketing or service"));
    }

    /**
     * The hash of the message alone, without the source's own fields: the same message has the same hash from every
     * source.
     */
    private static byte[] hash(Source source, ObjectNode all) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().setAll(all);
        return CanonicalJson.sha256(message.remove(source.ownFields()));
    }
}
