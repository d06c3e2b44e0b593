package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;

/** The directory's knowledge of a portfolio as admission reads it in Redis (see {@code redis.Keys}). */
public interface Projection {

    /**
     * Writes everything the directory knows of the portfolio: its limit, numbers, windows, templates, suppressions and
     * consents. The last four get the mark that says that they are whole. The caller empties the portfolio's keys
     * before and sets {@code ready} afterwards.
     */
    Uni<Void> load(PortfolioId portfolio);
}
