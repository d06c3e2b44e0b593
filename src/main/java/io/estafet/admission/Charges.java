package io.estafet.admission;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** The counted limits: unique people of a portfolio and of a number in the moving 24 h, charged by message. */
public interface Charges {

    /** Moves the charge of a message that was delivered: its person counts from then on, even above the limit. */
    Uni<Void> moveForward(PortfolioId portfolio, SenderId sender, PersonId person, MessageId message, Instant at);

    /** Gives a message's own charge back after a definite refusal; other messages' charges stay. */
    Uni<Void> refund(PortfolioId portfolio, SenderId sender, PersonId person, MessageId message);

    /** Since when the person counts against the portfolio's limit; empty for a person who does not. */
    Uni<Optional<Instant>> counted(PortfolioId portfolio, PersonId person);

    /** How much of the portfolio's limit is used now. */
    Uni<Usage> usage(PortfolioId portfolio);

    /** How much of the number's own limit is used now. */
    Uni<Usage> usage(PortfolioId portfolio, SenderId sender);

    /** @param nextFreeAt when the first counted person stops counting */
    record Usage(long used, Optional<Instant> nextFreeAt) {}
}
