package io.estafet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.intake.JsonMembers.Member;
import io.estafet.intake.ParsedMessage.Content;
import io.estafet.journal.NewMessage.IdempotencyKey;
import io.estafet.message.Category;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.recipient.Address;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one message as callers write it, the same for every source. Pure; thread-safe. */
public final class RequestParser {

    /** The most bytes of one message, including its fallback and everything around it. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The most characters of an idempotency key. */
    public static final int MAX_KEY = 255;

    static final String IDEMPOTENCY_KEY = "idempotencyKey";
    static final String TENANT = "tenant";

    private static final int MAX_WORDS = 128;
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
        try {
            return new Parsing.Parsed(read(source, json, headerKey));
        } catch (RefusedException e) {
            return new Parsing.Refused(e.refusal());
        }
    }

    /** The refusal of a message that is longer than {@link #MAX_BYTES}, for readers that stop reading there. */
    public static Refusal tooLarge() {
        return Refusal.of(IntakeCode.TOO_LARGE, "", "is longer than " + MAX_BYTES + " bytes");
    }

    private static ParsedMessage read(Source source, byte[] json, Optional<String> headerKey) throws RefusedException {
        if (json.length > MAX_BYTES) {
            throw new RefusedException(tooLarge());
        }
        Map<String, Member> all = JsonMembers.read(json);
        Members members = new Members(all);
        ContentReader contents = new ContentReader(json, members);
        Optional<TenantId> tenant = source == Source.LIST ? members.required(TENANT, TenantId::new) : Optional.empty();
        Optional<SenderId> sender = members.required("sender", SenderId::new);
        Optional<Address> address = address(members);
        Optional<Content> message = message(contents, members);
        Optional<Content> fallback = fallback(contents, members, message);
        Optional<Category> category = members.text("category", RequestParser::category);
        Optional<Instant> sendAt = members.instant("sendAt");
        Optional<Instant> expiresAt = members.instant("expiresAt");
        Optional<String> campaign = members.words("campaign", MAX_WORDS);
        Optional<String> reference = members.words("reference", MAX_WORDS);
        Optional<IdempotencyKey> key =
                key(source, members, headerKey).map(text -> new IdempotencyKey(text, hash(source, all)));
        members.end();
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

    private static Optional<String> key(Source source, Members members, Optional<String> headerKey) {
        if (headerKey
                .filter(key -> key.isEmpty() || key.length() > MAX_KEY || !Texts.isClean(key))
                .isPresent()) {
            members.refuse("", "Idempotency-Key must have 1 to " + MAX_KEY + " characters");
        }
        return source.ownFields().contains(IDEMPOTENCY_KEY) ? members.words(IDEMPOTENCY_KEY, MAX_KEY) : headerKey;
    }

    private static Optional<Content> message(ContentReader contents, Members members) {
        if (members.member(MESSAGE).isEmpty()) {
            members.refuse(Members.pointer(MESSAGE), "is required");
        }
        return contents.read(MESSAGE);
    }

    private static Optional<Address> address(Members members) {
        boolean both =
                members.member(TO).isPresent() && members.member(RECIPIENT).isPresent();
        boolean none = members.member(TO).isEmpty() && members.member(RECIPIENT).isEmpty();
        if (both) {
            members.refuse(Members.pointer(RECIPIENT), "cannot stand beside \"to\": exactly one of them");
        } else if (none) {
            members.refuse(Members.pointer(TO), "is required, or \"recipient\": exactly one of them");
        }
        Optional<Address> phone = members.text(TO, Address::phone);
        Optional<Address> userId = members.text(RECIPIENT, Address::userId);
        return phone.or(() -> userId);
    }

    private static Optional<Content> fallback(ContentReader contents, Members members, Optional<Content> message) {
        Optional<Content> fallback = contents.read(FALLBACK);
        if (fallback.isPresent() && fallback.get().template().isEmpty()) {
            members.refuse(Members.pointer(FALLBACK), "must be a template message");
        }
        if (fallback.isPresent() && message.flatMap(Content::template).isPresent()) {
            members.refuse(Members.pointer(FALLBACK), "only a free-form message has a fallback");
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
    private static byte[] hash(Source source, Map<String, Member> all) {
        Map<String, JsonNode> message = new HashMap<>();
        all.forEach((name, member) -> {
            if (!source.ownFields().contains(name)) {
                message.put(name, member.value());
            }
        });
        return CanonicalJson.sha256(message);
    }
}
