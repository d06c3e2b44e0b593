package io.estafet.directory.rest;

import io.estafet.directory.SenderDraft;
import io.estafet.json.Fields;
import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import io.estafet.message.PortfolioId;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Sender;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number as a caller describes it. A field that is absent keeps its value in a PATCH and takes its default in a PUT.
 *
 * @param dailyLimit the outer is empty when the field is absent; the inner is empty when the field is {@code null},
 *     which means no limit
 */
record SenderForm(
        Optional<PortfolioId> portfolio,
        Optional<String> wabaId,
        Optional<String> displayPhoneNumber,
        Optional<URI> baseUrl,
        Optional<AccessToken> accessToken,
        Optional<Integer> throughput,
        Optional<Optional<Long>> dailyLimit,
        Optional<Boolean> paused,
        Optional<Boolean> webhooks) {

    private static final int DEFAULT_THROUGHPUT = 80;
    private static final int MAX_DISPLAY = 64;
    /**
     * The most characters of a token. Every replica keeps each token in memory. WhatsApp's own have some 200
     * characters.
     */
    private static final int MAX_TOKEN = 2_048;

    private static final Pattern WABA = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static SenderForm read(Fields in, BaseUrls urls) {
        SenderForm form = new SenderForm(
                in.text("portfolio", PortfolioId::new),
                in.text("wabaId", SenderForm::wabaId),
                in.text("displayPhoneNumber", SenderForm::display),
                in.text("baseUrl", urls::read),
                in.text("accessToken", SenderForm::token),
                in.integer("throughput").flatMap(value -> in.read("throughput", () -> throughput(value))),
                dailyLimit(in),
                in.flag("paused"),
                in.flag("webhooks"));
        in.end();
        return form;
    }

    private static Optional<Optional<Long>> dailyLimit(Fields in) {
        Optional<Long> said = in.integer("dailyLimit").flatMap(value -> in.read("dailyLimit", () -> positive(value)));
        return in.has("dailyLimit") ? Optional.of(said) : Optional.empty();
    }

    private static String wabaId(String text) {
        if (!WABA.matcher(text).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, '-' or '_'");
        }
        return text;
    }

    private static AccessToken token(String text) {
        if (text.length() > MAX_TOKEN) {
            throw new IllegalArgumentException("must have at most " + MAX_TOKEN + " characters");
        }
        return new AccessToken(text);
    }

    private static String display(String text) {
        if (text.isBlank() || text.length() > MAX_DISPLAY) {
            throw new IllegalArgumentException("must have 1 to " + MAX_DISPLAY + " characters");
        }
        return text;
    }

    private static int throughput(long value) {
        if (value < 1 || value > Sender.MAX_THROUGHPUT) {
            throw new IllegalArgumentException("must be 1 to " + Sender.MAX_THROUGHPUT);
        }
        return (int) value;
    }

    private static long positive(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("must be positive");
        }
        return value;
    }

    /** The whole number, for a PUT. */
    SenderDraft whole(BaseUrls urls) {
        requireAll();
        return new SenderDraft(
                portfolio.orElseThrow(),
                wabaId.orElseThrow(),
                displayPhoneNumber.orElseThrow(),
                baseUrl.orElseGet(urls::standard),
                accessToken,
                throughput.orElse(DEFAULT_THROUGHPUT),
                dailyLimit.orElse(Optional.empty()),
                paused.orElse(false),
                webhooks.orElse(true));
    }

    private void requireAll() {
        Map<String, Optional<?>> required = new LinkedHashMap<>();
        required.put("/portfolio", portfolio);
        required.put("/wabaId", wabaId);
        required.put("/displayPhoneNumber", displayPhoneNumber);
        List<Flaw> missing = required.entrySet().stream()
                .filter(field -> field.getValue().isEmpty())
                .map(field -> new Flaw(field.getKey(), "is required"))
                .toList();
        if (!missing.isEmpty()) {
            throw JsonException.invalid(missing);
        }
    }

    /** The number as it is, with the given fields changed, for a PATCH. */
    SenderDraft over(SenderDraft old) {
        return new SenderDraft(
                portfolio.orElse(old.portfolio()),
                wabaId.orElse(old.wabaId()),
                displayPhoneNumber.orElse(old.displayPhoneNumber()),
                baseUrl.orElse(old.baseUrl()),
                accessToken,
                throughput.orElse(old.throughput()),
                dailyLimit.orElse(old.dailyLimit()),
                paused.orElse(old.paused()),
                webhooks.orElse(old.webhooks()));
    }
}
