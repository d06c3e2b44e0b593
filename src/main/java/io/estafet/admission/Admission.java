package io.estafet.admission;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;

/** Takes messages of one number from the queue under every gate. */
public interface Admission {

    /**
     * One atomic step: looks at up to some hundred messages and answers those that may go, with their instants, those
     * that were held, rejected or expired, and those whose lease has ended.
     *
     * @param owner of the leases: this replica, in this life
     * @param most at most so many may go now (the free in-flight slots)
     */
    Uni<Taken> take(PortfolioId portfolio, SenderId sender, String owner, int most);
}
