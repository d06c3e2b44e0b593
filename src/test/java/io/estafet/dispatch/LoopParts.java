package io.estafet.dispatch;

import io.estafet.consequence.VerdictConsequences;
import io.estafet.delivery.Delivery;
import io.estafet.delivery.ErrorTable;
import io.estafet.delivery.InflightLimits;
import io.estafet.delivery.TestConfigs;
import io.estafet.delivery.Verdicts;
import io.estafet.dispatch.gauges.SendRates;
import io.estafet.dispatch.repair.LeaseRecovery;
import io.estafet.dispatch.repair.RepairParts;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The parts of one number's loop on recorded ports. */
final class LoopParts {

    final RecordedPorts ports;
    final EventLoop loop;
    final LoopTimes times;
    final InflightLimits limits = new InflightLimits(new TestConfigs.Inflight());
    final DispatchMeters meters;
    final LeaseRecovery leaseRecovery;
    final Acknowledgements acknowledgements;
    final Attempts attempts;
    final OutcomeRecorder outcomes;

    LoopParts(RecordedPorts ports) {
        this.ports = ports;
        this.loop = new EventLoop(ports.context);
        this.times = new LoopTimes(new LoopConfigs.Dispatch(), new LoopConfigs.Gates(), ports.delivery);
        this.meters = new DispatchMeters(ports.registry, ports.label);
        this.leaseRecovery = RepairParts.leaseRecovery(ports);
        this.acknowledgements = new Acknowledgements(ports.queue, ports.wakes, ports.book, ports.owner);
        this.attempts = attempts(ports.delivery);
        this.outcomes = new OutcomeRecorder(ports.journal, acknowledgements, times, RecordedPorts.SENDER, loop);
    }

    Attempts attempts(Delivery delivery) {
        return attempts(delivery, new Random(1));
    }

    Attempts attempts(Delivery delivery, RandomGenerator random) {
        return new Attempts(
                delivery,
                limits,
                new Verdicts(new ErrorTable(), new TestConfigs.Retry(), random),
                new AnswerConsequences(new VerdictConsequences(null, null, null, null, null, null)),
                meters,
                new SendRates(),
                times);
    }

    SenderLoop senderLoop() {
        return new SenderLoop(
                RecordedPorts.SENDER, loop, times, ports.book, takes(), decisions(), claims(), attempts, outcomes);
    }

    SenderLoops senderLoops() {
        return new SenderLoops(
                ports.vertx(),
                times,
                ports.book,
                takes(),
                decisions(),
                claims(),
                attempts,
                ports.journal,
                acknowledgements);
    }

    Takes takes() {
        return new Takes(ports.admission, RepairParts.rebuilds(ports), leaseRecovery, ports.book, ports.owner);
    }

    DecisionRecorder decisions() {
        return new DecisionRecorder(ports.journal, acknowledgements, leaseRecovery, meters);
    }

    Claims claims() {
        return new Claims(ports.rights, ports.journal, leaseRecovery, times);
    }
}
