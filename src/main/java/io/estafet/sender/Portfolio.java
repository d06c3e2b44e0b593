package io.estafet.sender;

import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;

/**
 * A business portfolio and its messaging limit.
 *
 * @param messagingLimit the most unique people outside the customer service window in the moving 24 h; {@link
 *     #UNLIMITED} for no limit
 * @param epoch grows each time the portfolio's Redis state is rebuilt; a right to send needs the current one
 */
public record Portfolio(PortfolioId id, TenantId tenant, long messagingLimit, long epoch) {

    public static final long UNLIMITED = -1;

    public Portfolio {
        if (messagingLimit < UNLIMITED || messagingLimit == 0) {
            throw new IllegalArgumentException("messagingLimit must be positive or unlimited");
        }
    }
}
