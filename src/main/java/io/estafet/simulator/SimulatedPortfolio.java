package io.estafet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** One business portfolio: its messaging limit, the people who count against it, and who stopped its marketing. */
final class SimulatedPortfolio {
    static final long UNLIMITED = Long.MAX_VALUE;

    private final String id;
    private final UniquePeople accepted = new UniquePeople();
    private final UniquePeople delivered = new UniquePeople();
    private final Set<String> stopped = new HashSet<>();
    private long limit;
    private long limitBefore;
    private long changedAtNanos;

    /** As {@code PUT /portfolios} gives it: {@code messagingLimit} is a number of people or {@code "unlimited"}. */
    record PortfolioSpec(String id, JsonNode messagingLimit) {
        PortfolioSpec {
            Checks.word("id", id);
            Checks.demand(
                    messagingLimit != null
                            && ((messagingLimit.canConvertToInt()
                                            && messagingLimit.isIntegralNumber()
                                            && messagingLimit.asInt() >= 1)
                                    || "unlimited".equals(messagingLimit.textValue())),
                    "messagingLimit must be an integer from 1 to 2147483647 or \"unlimited\"");
        }

        long limit() {
            return messagingLimit.isTextual() ? UNLIMITED : messagingLimit.asLong();
        }
    }

    SimulatedPortfolio(String id, long limit) {
        this.id = id;
        this.limit = limit;
        this.limitBefore = limit;
    }

    String id() {
        return id;
    }

    long limit() {
        return limit;
    }

    /**
     * The limit that a client can be held to. A lowered limit applies only after {@code graceNanos}, in which the
     * client can learn of it.
     */
    long limitHeldTo(long nowNanos, long graceNanos) {
        return limitBefore > limit && nowNanos - changedAtNanos < graceNanos ? limitBefore : limit;
    }

    void limit(long newLimit, long nowNanos) {
        limitBefore = limit;
        limit = newLimit;
        changedAtNanos = nowNanos;
    }

    UniquePeople accepted() {
        return accepted;
    }

    UniquePeople delivered() {
        return delivered;
    }

    /** People who told WhatsApp to stop this business's marketing. */
    Set<String> stopped() {
        return stopped;
    }

    /** {@code TIER_250}, {@code TIER_2K}, {@code TIER_UNLIMITED}, as the Graph API writes it. */
    String tier() {
        if (limit == UNLIMITED) {
            return "TIER_UNLIMITED";
        }
        return limit % 1000 == 0 ? "TIER_" + limit / 1000 + "K" : "TIER_" + limit;
    }

    void forgetPeople() {
        accepted.clear();
        delivered.clear();
        stopped.clear();
    }
}
