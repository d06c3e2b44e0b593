package io.estafet.dispatch;

import io.estafet.delivery.Delivery.DeliveryRequest;
import io.estafet.delivery.DeliveryResult;
import io.estafet.delivery.InflightLimit;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Begins one number's requests at their instants, never faster than the throughput and never more at once than the
 * in-flight limit. A message that cannot begin in time, or before its expiry, goes back; the next take decides about
 * it. Used on the loop's context only.
 */
final class PacedSender {

    private static final Logger LOG = Logger.getLogger(PacedSender.class);
    private static final long NONE = -1;
    private static final long MILLI_NANOS = 1_000_000;

    private final Stations stations;
    private final Engine engine;
    private final Context context;
    private final SenderId id;
    private final OutcomeRecorder outcomes;
    private final Runnable roomMade;
    private final Deque<Start> waiting = new ArrayDeque<>();
    private final AdmissionWindow window;
    private int expected;

    private StartGuard guard;
    private long timer = NONE;

    /** A message and its portfolio. */
    private record Start(PortfolioId portfolio, InflightMessage message) {}

    PacedSender(
            Stations stations,
            Engine engine,
            Context context,
            SenderId id,
            OutcomeRecorder outcomes,
            Runnable roomMade) {
        this.stations = stations;
        this.engine = engine;
        this.context = context;
        this.id = id;
        this.outcomes = outcomes;
        this.roomMade = roomMade;
        this.guard = new StartGuard(1, engine.headroomPerMille());
        this.window = new AdmissionWindow(engine.lateStartNanos());
    }

    /** How many more messages may be admitted, given the number of free in-flight slots. */
    int room(Sender sender, int free) {
        int horizon = horizon(sender);
        return Math.min(free + horizon, window.most()) - waiting.size() - expected;
    }

    /** Changes the number of messages that have been admitted and have no right to send yet. */
    void expect(int messages) {
        expected += messages;
    }

    private int horizon(Sender sender) {
        return 1 + (int) (sender.throughput() * engine.aheadSeconds());
    }

    void add(PortfolioId portfolio, InflightMessage message) {
        waiting.add(new Start(portfolio, message));
    }

    /** Begins the requests that are due and sets a timer for the next one. */
    void run() {
        cancelTimer();
        List<Start> late = new ArrayList<>();
        long wait = NONE;
        while (!waiting.isEmpty() && wait < 0) {
            long now = System.nanoTime();
            Start head = waiting.element();
            if (head.message().isTooLate(now, engine.lateStartNanos())
                    || head.message().hasExpired(now)) {
                late.add(waiting.remove());
            } else {
                wait = beginOrWait(head, now);
            }
        }
        if (!late.isEmpty()) {
            window.late(System.nanoTime());
        }
        late.forEach(start -> outcomes.notBegun(start.portfolio(), List.of(start.message())));
        if (wait >= 0 && !waiting.isEmpty()) {
            timer = context.owner().setTimer(Math.max(1, (wait + MILLI_NANOS - 1) / MILLI_NANOS), t -> {
                timer = NONE;
                run();
            });
        }
    }

    void giveBackAll() {
        cancelTimer();
        List<Start> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(start -> outcomes.notBegun(start.portfolio(), List.of(start.message())));
    }

    /** Returns how long to wait in nanoseconds, or {@link #NONE} when the head has been dealt with. */
    private long beginOrWait(Start head, long now) {
        long early = head.message().startNanos() - now;
        if (early > 0) {
            return early;
        }
        Optional<Sender> sender = stations.book().find(id);
        if (sender.isEmpty()) {
            outcomes.notBegun(head.portfolio(), List.of(waiting.remove().message()));
            return NONE;
        }
        if (guard.throughput() != sender.get().throughput()) {
            guard = new StartGuard(sender.get().throughput(), engine.headroomPerMille());
        }
        long pace = guard.waitNanos(now);
        if (pace > 0) {
            return pace;
        }
        InflightLimit limit = stations.inflightLimits().of(id);
        if (limit.tryAcquire(1) == 0) {
            return MILLI_NANOS;
        }
        window.begun();
        begin(sender.get(), head.portfolio(), waiting.remove().message(), limit, now);
        return NONE;
    }

    private void begin(Sender sender, PortfolioId portfolio, InflightMessage message, InflightLimit limit, long now) {
        DeliveryRequest request = new DeliveryRequest(
                sender,
                message.attempt(),
                message.right().address(),
                message.right().body());
        Departure departure = new Departure(guard);
        Uni.createFrom()
                .deferred(() -> stations.delivery().deliver(request, departure::left))
                .invoke(departure::over)
                .subscribe()
                .with(
                        result -> context.runOnContext(v -> over(sender, portfolio, message, limit, now, result)),
                        bug -> context.runOnContext(
                                v -> broken(sender, portfolio, message, limit, departure, now, bug)));
    }

    /**
     * Handles a bug of ours. A request that has left may have been accepted. One that has not left has broken its
     * worker; its message is not lost.
     */
    private void broken(
            Sender sender,
            PortfolioId portfolio,
            InflightMessage message,
            InflightLimit limit,
            Departure departure,
            long began,
            Throwable bug) {
        boolean left = departure.gone;
        departure.over();
        if (left) {
            over(sender, portfolio, message, limit, began, new DeliveryResult.Unknown(bug.toString()));
            return;
        }
        limit.giveBack(1);
        outcomes.broke(portfolio, message, bug);
        roomMade.run();
    }

    /** One request on its way to the socket. It keeps its guard when the number's throughput changes. */
    private final class Departure {

        private final StartGuard mine;
        private boolean gone;

        Departure(StartGuard mine) {
            this.mine = mine;
            mine.begun(System.nanoTime());
        }

        void left() {
            long now = System.nanoTime();
            gone = true;
            mine.left(now);
            engine.rates().began(id, now);
            LOG.debugf("start senderId=%s nanos=%d", id, now);
        }

        void over() {
            if (!gone) {
                gone = true;
                mine.neverLeft();
            }
        }
    }

    private void over(
            Sender sender,
            PortfolioId portfolio,
            InflightMessage message,
            InflightLimit limit,
            long began,
            DeliveryResult result) {
        outcomes.delivered(sender, portfolio, message, limit, began, result);
        roomMade.run();
    }

    private void cancelTimer() {
        if (timer != NONE) {
            context.owner().cancelTimer(timer);
            timer = NONE;
        }
    }
}
