package io.estafet.directory;

import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** How much of a portfolio's limit is used. The directory asks; admission, which counts, answers. */
public interface LimitUsage {

    Uni<Usage> usage(PortfolioId portfolio);

    /** The span in which the person counts; empty for a person who does not count. */
    Uni<Optional<Counted>> counted(PortfolioId portfolio, PersonId person);

    /** @param nextFreeAt when the first counted person stops counting */
    record Usage(long used, Optional<Instant> nextFreeAt) {}

    /** The span in which a person counts. */
    record Counted(Instant since, Instant until) {}
}
