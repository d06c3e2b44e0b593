package io.estafet.sender;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import java.net.URI;
import java.util.Optional;

/**
 * A business phone number.
 *
 * @param baseUrl the base URL of this number's API; it was checked against the allow-list at registration
 * @param throughput messages per second that WhatsApp grants this number, inbound included
 * @param dailyLimit the business's own cap on unique people of this number in the moving 24 h
 * @param webhooks false when no status webhooks arrive for this number; then their absence proves nothing
 */
public record Sender(
        SenderId id,
        TenantId tenant,
        PortfolioId portfolio,
        String wabaId,
        String displayPhoneNumber,
        URI baseUrl,
        AccessToken accessToken,
        int throughput,
        Optional<Long> dailyLimit,
        boolean paused,
        boolean webhooks) {

    /** Far above WhatsApp's 1,000/s. The maximum bounds the pace arithmetic and leaves room for load tests. */
    public static final int MAX_THROUGHPUT = 100_000;

    public Sender {
        if (throughput < 1 || throughput > MAX_THROUGHPUT) {
            throw new IllegalArgumentException("throughput must be 1 to " + MAX_THROUGHPUT);
        }
        if (dailyLimit.isPresent() && dailyLimit.get() < 1) {
            throw new IllegalArgumentException("dailyLimit must be positive");
        }
    }

    /** The digits of the display number: events of an account name the number in no other way. */
    public String digits() {
        return displayPhoneNumber.replaceAll("[^0-9]", "");
    }
}
