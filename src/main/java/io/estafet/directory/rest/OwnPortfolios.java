package io.estafet.directory.rest;

import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.sender.Portfolio;
import io.estafet.sender.SenderBook;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The portfolio that a query names, if it is the caller's. */
@Singleton
record OwnPortfolios(SenderBook book) {

    /** @throws ProblemException 422 when none is named, 404 when it is not the tenant's */
    PortfolioId required(@Nullable String portfolio, TenantId tenant) {
        if (portfolio == null || portfolio.isEmpty()) {
            throw ProblemException.of(Code.INVALID, "the query must name a portfolio");
        }
        return book.find(ProblemException.orNotFound(portfolio, PortfolioId::new))
                .filter(found -> found.tenant().equals(tenant))
                .map(Portfolio::id)
                .orElseThrow(ProblemException::notFound);
    }
}
