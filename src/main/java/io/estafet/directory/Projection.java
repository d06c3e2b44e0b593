package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;

/** The directory's knowledge of a portfolio as admission reads it in Redis (see {@code redis.Keys}). */
public interface Projection {

    /**
     * Writes everything the directory knows of the portfolio: its limit, numbers, templates, consents and windows,
     * each with its mark of wholeness. The caller has emptied the portfolio's keys before and sets {@code ready} after.
     */
    Uni<Void> load(PortfolioId portfolio);
}
