package io.estafet.simulator;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.SplittableRandom;

/** The simulated platform behind its HTTP face: the parts, put together. Belongs to one event loop. */
final class Platform implements AutoCloseable {
    private final SimulatedTime time;
    private final Books books;
    private final RequestLog log;
    private final Report report = new Report();
    private final Agenda agenda;
    private final Webhooks webhooks;
    private final GraphApi graph;
    private final Wamids wamids = new Wamids();
    private Behaviour behaviour;

    Platform(SimulatorOptions options, Vertx vertx) throws IOException {
        this.behaviour = Behaviour.of(options.behaviour());
        this.time = new SimulatedTime(options.time());
        this.books = Books.open(options.directory(), time);
        this.log = RequestLog.in(options.directory());
        this.agenda = new Agenda(vertx);
        // Each part draws from a stream of its own, so that webhooks' timing does not change which request fails.
        SplittableRandom random = new SplittableRandom(behaviour.seed());
        this.webhooks = new Webhooks(vertx, agenda, report, time, this::behaviour, random.split());
        Life life = new Life(agenda, books, report, time, webhooks, this::behaviour, random.split());
        Answers answers = new Answers(vertx, report, log, this::behaviour, random.split());
        this.graph = new GraphApi(books, report, time, answers, life, this::behaviour, random.split(), wamids);
    }

    void start() {
        agenda.start(webhooks::flush);
    }

    SimulatedTime time() {
        return time;
    }

    Books books() {
        return books;
    }

    RequestLog log() {
        return log;
    }

    Report report() {
        return report;
    }

    Webhooks webhooks() {
        return webhooks;
    }

    GraphApi graph() {
        return graph;
    }

    Wamids wamids() {
        return wamids;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** Steps and webhooks that are still to come. */
    int pending() {
        return agenda.size() + webhooks.pending();
    }

    @Override
    public void close() {
        agenda.stop();
        webhooks.clear();
        books.close();
        log.close();
    }
}
