package io.estafet.dispatch;

import io.estafet.consequence.Consequences.Cause;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.Verdict;
import io.estafet.message.SenderId;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jboss.logging.Logger;

/** What one number's answers teach about others than their own message; never in the way of their records. */
final class Lessons {

    private static final Logger LOG = Logger.getLogger(Lessons.class);

    private final Stations stations;
    private final SenderId id;

    Lessons(Stations stations, SenderId id) {
        this.stations = stations;
        this.id = id;
    }

    /** A message whose address cannot be read teaches nothing. */
    void of(Sender sender, Flight flight, DeliveryResult result, Verdict verdict, Instant began, Instant now) {
        Uni.createFrom()
                .deferred(() -> stations.consequences().apply(cause(sender, flight, verdict, began, now)))
                .chain(() -> named(sender, flight, result))
                .subscribe()
                .with(done -> {}, failure -> LOG.errorf(failure, "consequences senderId=%s", id));
    }

    private static Cause cause(Sender sender, Flight flight, Verdict verdict, Instant began, Instant now) {
        return new Cause(sender, flight.entry().person(), flight.entry().template(), verdict, began, now);
    }

    private Uni<Void> named(Sender sender, Flight flight, DeliveryResult result) {
        return result instanceof DeliveryResult.Sent sent && sent.waId().isPresent()
                ? stations.consequences()
                        .named(
                                sender,
                                flight.entry().person(),
                                address(flight),
                                sent.waId().get())
                : Uni.createFrom().voidItem();
    }

    private static Address address(Flight flight) {
        return Address.parse(flight.right().address());
    }
}
