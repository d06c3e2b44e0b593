package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.estafet.sender.AccessToken;
import io.estafet.sender.Sender;
import java.net.URI;
import java.util.Optional;

/**
 * A number as a caller describes it; see {@link Sender} for the fields.
 *
 * @param accessToken empty keeps the registered token; in a number that was read it is empty unless said otherwise
 */
public record SenderDraft(
        PortfolioId portfolio,
        String wabaId,
        String displayPhoneNumber,
        URI baseUrl,
        Optional<AccessToken> accessToken,
        int throughput,
        Optional<Long> dailyLimit,
        boolean paused,
        boolean webhooks) {

    public static SenderDraft of(Sender sender) {
        return new SenderDraft(
                sender.portfolio(),
                sender.wabaId(),
                sender.displayPhoneNumber(),
                sender.baseUrl(),
                Optional.empty(),
                sender.throughput(),
                sender.dailyLimit(),
                sender.paused(),
                sender.webhooks());
    }
}
