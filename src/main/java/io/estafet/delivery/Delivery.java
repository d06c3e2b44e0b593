package io.estafet.delivery;

import io.estafet.message.AttemptId;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Hands one message to WhatsApp. */
public interface Delivery {

    /**
     * Makes one request. Never fails: every end is a {@link DeliveryResult}. The request begins when the result is
     * subscribed to, and is over (answered, cut or given up) within the request's deadline.
     *
     * @param leaving called at most once and before the result, when there is a connection and the request is written
     *     to it
     */
    Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving);

    /** The longest a request can be under way: connecting and answering. */
    Duration longest();

    /**
     * @param address E.164 with {@code +} or a user id
     * @param message the message object as UTF-8 JSON, without envelope
     */
    record DeliveryRequest(Sender sender, AttemptId attempt, String address, byte[] message) {

        @Override
        public String toString() {
            return "DeliveryRequest[" + attempt + "]";
        }
    }
}
