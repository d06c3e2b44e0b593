package io.estafet.directory;

import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;

/** How a number is doing now. The directory asks; the queue and admission answer. */
public interface SenderStatus {

    Uni<Status> status(Sender sender);

    /**
     * @param queued messages that wait, by category
     * @param used unique people of this number in the moving 24 h
     * @param rate messages per second, lately
     * @param pauses in force, with their ends
     */
    record Status(Map<Category, Long> queued, long used, double rate, Map<Reason, Instant> pauses) {}
}
