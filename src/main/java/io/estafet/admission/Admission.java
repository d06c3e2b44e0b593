package io.estafet.admission;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;

/** Takes messages of one number from the queue, after checking every gate. */
public interface Admission {

    /**
     * One atomic step: looks at up to some hundred messages and returns those that may go, with their instants, those
     * that were held, rejected or expired, and those whose lease has ended.
     *
     * @param owner owner of the leases: this run of this replica
     * @param most the most messages that may go now (the free in-flight slots)
     */
    Uni<Taken> take(PortfolioId portfolio, SenderId sender, String owner, int most);
}
