package io.estafet.intake;

import io.estafet.directory.People;
import io.estafet.directory.Registry;
import io.estafet.directory.TemplateBook;
import io.estafet.outcome.Journal;
import io.estafet.queue.Queue;
import io.estafet.sender.SenderBook;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/** The intake on real servers, a number of its own for each test, and more intakes beside the first. */
abstract class IntakeTestBase {

    @Inject
    Intake intake;

    @Inject
    Registry registry;

    @Inject
    SenderBook senders;

    @Inject
    TemplateBook templates;

    @Inject
    People people;

    @Inject
    Journal journal;

    @Inject
    Queue queue;

    @Inject
    IntakeMeters meters;

    @Inject
    InstantSource clock;

    Doors doors;

    @BeforeEach
    void open() {
        doors = new Doors(registry);
    }

    /** As on another replica, with settings and a clock of its own. */
    Intake another(IntakeConfig config, InstantSource time) {
        return new Intake(senders, templates, people, journal, queue, new MessageIds(time), meters, config, time);
    }
}
