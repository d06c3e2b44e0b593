package io.estafet.queue;

import io.estafet.message.MessageId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a message that waits for its turn has not had it yet: reasons that pass within seconds and are not journalled.
 */
public interface WaitReasons {

    /** The reason; empty for a message that is neither in a lane nor in its person's line. */
    Uni<Optional<WaitReason>> find(PortfolioId portfolio, SenderId sender, MessageId id);

    /** @param until when the message is looked at next; empty when that depends on the number's pace only */
    record WaitReason(Reason reason, Optional<Instant> until) {}
}
