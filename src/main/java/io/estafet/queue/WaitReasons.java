package io.estafet.queue;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Why a message that waits for its turn has not had it: what passes within seconds and is not journalled. */
public interface WaitReasons {

    /** Empty for a message that is not in a lane or behind its person. */
    Uni<Optional<WaitReason>> find(PortfolioId portfolio, SenderId sender, MessageId id);

    /** @param until when it is looked at next; empty when only the number's pace tells */
    record WaitReason(Reason reason, Optional<Instant> until) {}
}
