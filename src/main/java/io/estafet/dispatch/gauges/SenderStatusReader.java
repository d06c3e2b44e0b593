package io.estafet.dispatch.gauges;

import io.estafet.admission.Charges;
import io.estafet.admission.Pauses;
import io.estafet.directory.LimitUsage;
import io.estafet.directory.SenderStatus;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.queue.Queue;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers the directory's questions about numbers and limits from the queue and admission, which the directory does not
 * know.
 */
@Singleton
record SenderStatusReader(Queue queue, Charges charges, Pauses pauses, SendRates rates)
        implements LimitUsage, SenderStatus {

    private static final Duration MOVING_DAY = Duration.ofDays(1);

    @Override
    public Uni<LimitUsage.Usage> usage(PortfolioId portfolio) {
        return charges.usage(portfolio).map(usage -> new LimitUsage.Usage(usage.used(), usage.nextFreeAt()));
    }

    @Override
    public Uni<Optional<Counted>> counted(PortfolioId portfolio, PersonId person) {
        return charges.counted(portfolio, person)
                .map(at -> at.map(since -> new Counted(since, since.plus(MOVING_DAY))));
    }

    @Override
    public Uni<Status> status(Sender sender) {
        return Uni.combine()
                .all()
                .unis(
                        queue.depths(sender.portfolio(), sender.id()),
                        charges.usage(sender.portfolio(), sender.id()),
                        pauses.pauses(sender.portfolio(), sender.id()))
                .asTuple()
                .map(all -> new Status(
                        all.getItem1().waiting(), all.getItem2().used(), rates.of(sender.id()), all.getItem3()));
    }
}
