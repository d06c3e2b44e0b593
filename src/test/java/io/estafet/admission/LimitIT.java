package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.queue.Settlement;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The counted limits to the last person: 1,000 new people, room for 250, two owners at once. */
class LimitIT extends RigTestBase {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final SenderId OTHER = new SenderId("t");
    private static final int LIMIT = 250;
    private static final int PEOPLE = 1_000;

    @BeforeEach
    void empty() {
        rig.send(Command.FLUSHDB);
        rig.now = Rig.EPOCH_MILLIS;
    }

    @Test
    void admitsExactlyTheMessagingLimitFromTwoOwnersAndTheNextADayLater() {
        Entries.knowPortfolio(rig, PORTFOLIO, LIMIT, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        admitsExactlyTheLimitEachDay(Reason.MESSAGING_LIMIT);
    }

    @Test
    void admitsExactlyTheDailyLimitOfANumber() {
        Entries.knowPortfolio(rig, PORTFOLIO, -1, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, LIMIT);
        admitsExactlyTheLimitEachDay(Reason.DAILY_LIMIT);
    }

    private void admitsExactlyTheLimitEachDay(Reason reason) {
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, PEOPLE));
        List<Taken> first = takeByTwo(3_000);
        List<Taken.Admitted> admitted = admitted(first);
        List<Taken.Held> held = first.stream().flatMap(t -> t.held().stream()).toList();
        assertThat(admitted).hasSize(LIMIT);
        assertThat(held).hasSize(PEOPLE - LIMIT).allMatch(h -> h.reason() == reason);
        settle(admitted, false);

        // By their place in line: the n-th of the line goes when the n-th of the counted stops, day after day.
        List<Long> countedSince = first.stream()
                .flatMap(t -> t.admitted().stream().map(a -> t.nowMillis()))
                .toList();
        for (int i = 0; i < held.size(); i++) {
            long since = countedSince.get(i % LIMIT);
            assertThat(held.get(i).untilMillis()).isEqualTo(since + Rig.DAY * (1 + i / LIMIT));
        }
        for (int day = 1; day <= 3; day++) {
            rig.now = Rig.EPOCH_MILLIS + day * (Rig.DAY + 10_000);
            List<Taken.Admitted> next = admitted(takeByTwo(3_000));
            assertThat(next.stream().map(a -> a.entry().id()))
                    .as("day " + day)
                    .isEqualTo(held.subList((day - 1) * LIMIT, day * LIMIT).stream()
                            .map(h -> h.entry().id())
                            .toList());
            settle(next, false);
        }
    }

    @Test
    void asManyGoAsRefundsFreeSlots() {
        Entries.knowPortfolio(rig, PORTFOLIO, LIMIT, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, 400));
        List<Taken.Admitted> admitted = admitted(takeByTwo(3_000));
        settle(admitted.subList(0, 7), true);
        settle(admitted.subList(7, LIMIT), false);
        // A charge that is given back by a webhook, later.
        Taken.Admitted one = admitted.get(20);
        rig.changeCharge(PORTFOLIO, SENDER, one.entry().person(), one.entry().id(), 0);

        assertThat(admitted(takeByTwo(3_000))).hasSize(8);
    }

    @Test
    void asksToComeWhenTheFirstSlotFrees() {
        Entries.knowPortfolio(rig, PORTFOLIO, 1, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, 3));
        List<Taken.Admitted> admitted = admitted(List.of(rig.take(PORTFOLIO, SENDER, "one", 10)));
        settle(admitted, false);

        Taken waits = rig.take(PORTFOLIO, SENDER, "one", 10);
        assertThat(waits.nextAtMillis()).isEqualTo(Rig.EPOCH_MILLIS + Rig.DAY);
        rig.now = waits.nextAtMillis() - 1;
        assertThat(rig.take(PORTFOLIO, SENDER, "one", 10).admitted()).isEmpty();
        rig.now++;
        assertThat(rig.take(PORTFOLIO, SENDER, "one", 10).admitted()).hasSize(1);
    }

    @Test
    void aPausedNumberKeepsNoPlaceBeforeOthers() {
        Entries.knowPortfolio(rig, PORTFOLIO, 1, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        rig.know(PORTFOLIO, OTHER, 1_000, -1);
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, 100));
        settle(admitted(List.of(rig.take(PORTFOLIO, SENDER, "one", 200))), false);
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, OTHER, 200, 200));
        rig.take(PORTFOLIO, OTHER, "one", 10);
        rig.paused(PORTFOLIO, SENDER, true);
        rig.take(PORTFOLIO, SENDER, "one", 10);

        rig.now += Rig.DAY;
        assertThat(rig.take(PORTFOLIO, OTHER, "one", 10).admitted()).hasSize(1);

        rig.paused(PORTFOLIO, SENDER, false);
        rig.now += Rig.DAY;
        assertThat(rig.take(PORTFOLIO, SENDER, "one", 10).admitted())
                .singleElement()
                .satisfies(a -> assertThat(a.entry().person().value()).isEqualTo(2));
    }

    @Test
    void forgetsChargesOfThoseWhoStoppedCounting() {
        Entries.knowPortfolio(rig, PORTFOLIO, -1, PEOPLE);
        rig.know(PORTFOLIO, SENDER, 1_000, -1);
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, 20));
        settle(admitted(takeByTwo(1_000)), false);
        assertThat(rig.send(Command.HLEN, "e:{p}:charges").toInteger()).isEqualTo(20 + 1);

        rig.now += Rig.DAY;
        rig.take(PORTFOLIO, SENDER, "one", 10);

        assertThat(rig.send(Command.HLEN, "e:{p}:charges").toInteger()).isEqualTo(1);
        assertThat(rig.send(Command.ZCARD, "e:{p}:limit").toInteger()).isEqualTo(1);
    }

    /** Two owners at the same time, their requests on two connections. */
    private static List<Taken> takeByTwo(long forMillis) {
        List<Taken> answers = new ArrayList<>();
        for (long end = rig.now + forMillis; rig.now < end; rig.now += 25) {
            Uni<Taken> one = rig.taking(PORTFOLIO, SENDER, "one", 64);
            Uni<Taken> two = rig.taking(PORTFOLIO, SENDER, "two", 64);
            var both = rig.wait(Uni.combine().all().unis(one, two).asTuple());
            List<Taken> inOrder = new ArrayList<>(List.of(both.getItem1(), both.getItem2()));
            inOrder.sort(java.util.Comparator.comparing(LimitIT::firstId));
            answers.addAll(inOrder);
        }
        return answers;
    }

    /** Whichever of the two came first to Redis has the earlier messages. */
    private static String firstId(Taken taken) {
        return !taken.admitted().isEmpty()
                ? taken.admitted().get(0).entry().id().toString()
                : taken.held().isEmpty()
                        ? "~"
                        : taken.held().get(0).entry().id().toString();
    }

    private static List<Taken.Admitted> admitted(List<Taken> answers) {
        return answers.stream().flatMap(taken -> taken.admitted().stream()).toList();
    }

    private static void settle(List<Taken.Admitted> admitted, boolean refund) {
        for (String owner : List.of("one", "two")) {
            List<Settlement> all = admitted.stream()
                    .map(a -> Settlement.done(a.entry(), refund))
                    .toList();
            rig.settle(PORTFOLIO, SENDER, owner, List.copyOf(all));
        }
    }
}
