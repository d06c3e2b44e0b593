package io.estafet.directory;

import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;

/** The current state of a number. The directory asks; the queue and admission answer. */
public interface SenderStatus {

    Uni<Status> status(Sender sender);

    /**
     * @param queued waiting messages by category
     * @param used unique people of this number in the moving 24 h
     * @param rate recent messages per second
     * @param pauses the pauses in force, with their ends
     */
    record Status(Map<Category, Long> queued, long used, double rate, Map<Reason, Instant> pauses) {}
}
