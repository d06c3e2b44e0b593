package io.estafet.simulator;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The simulated platform behind its HTTP interface, assembled from its parts. Belongs to one event loop. */
final class SimulatedPlatform implements AutoCloseable {
    private final SimulatedTime time;
    private final Books books;
    private final RequestLog log;
    private final Report report = new Report();
    private final Agenda agenda;
    private final Webhooks webhooks;
    private final GraphApi graph;
    private final Wamids wamids = new Wamids();
    private final WebhookHosts webhookHosts;
    /** One for each part, so that the timing of webhooks does not change which request fails. */
    private final List<Dice> dice = Stream.generate(Dice::new).limit(4).toList();

    private Behaviour behaviour;

    SimulatedPlatform(SimulatorOptions options, Vertx vertx) throws IOException {
        this.behaviour = Behaviour.of(options.behaviour());
        this.webhookHosts = new WebhookHosts(options.webhookHosts());
        this.time = new SimulatedTime(options.time());
        this.books = Books.open(options.directory(), time);
        this.log = RequestLog.in(options.directory());
        this.agenda = new Agenda(vertx);
        this.webhooks = new Webhooks(vertx, agenda, report, time, this::behaviour, dice.get(0));
        Life life = new Life(agenda, books, report, time, webhooks, this::behaviour, dice.get(1));
        GraphResponses answers = new GraphResponses(vertx, report, log, this::behaviour, dice.get(2));
        this.graph = new GraphApi(books, report, time, answers, life, this::behaviour, dice.get(3), wamids);
        behave(behaviour);
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

    /** @throws Json.Refused when the host of the webhooks is not allowed */
    final void behave(Behaviour newBehaviour) {
        webhookHosts.require(newBehaviour.webhook().url());
        behaviour = newBehaviour;
        for (int i = 0; i < dice.size(); i++) {
            dice.get(i).seed(newBehaviour.seed() * dice.size() + i);
        }
    }

    /** Steps and webhooks that are still to come. A webhook that waits for its retry counts as both. */
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
