package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import java.util.List;
import java.util.Optional;

/**
 * A committed change that Redis has yet to take.
 *
 * @param persons whose consents or suppressions changed; empty when the portfolio, its numbers or templates changed
 */
public record PendingProjection(long id, PortfolioId portfolio, Optional<List<PersonId>> persons) {}
