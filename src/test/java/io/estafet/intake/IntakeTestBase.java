package io.estafet.intake;

import io.estafet.clock.Lateness;
import io.estafet.directory.People;
import io.estafet.directory.Registry;
import io.estafet.directory.TemplateBook;
import io.estafet.journal.Journal;
import io.estafet.journal.postgres.JournalConfig;
import io.estafet.journal.postgres.JournalDatabase;
import io.estafet.journal.postgres.PostgresJournal;
import io.estafet.queue.Queue;
import io.estafet.recipient.Address;
import io.estafet.sender.SenderBook;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/** The intake on real servers, a number of its own for each test, and more intakes beside the first. */
abstract class IntakeTestBase {

    /** How long an intake waits for the directory, for Redis, and altogether. */
    private static final List<String> WAITS =
            List.of("estafet.intake.people-patience", "estafet.intake.redis-patience", "estafet.intake.patience");

    private static final String LONG = "15s";

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

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    Doors doors;

    @BeforeEach
    void open() {
        doors = new Doors(registry);
    }

    /** As on another replica, with settings and a clock of its own. */
    Intake another(IntakeConfig config, InstantSource time) {
        return another(config, time, journal);
    }

    /**
     * As on another replica, with settings and a journal of its own, that waits for servers which have just come back
     * and are busy: for what is to be accepted, and not within a second.
     */
    Intake patient(Map<String, String> settings) {
        awaitThePerson();
        Map<String, String> all = new HashMap<>(settings);
        WAITS.forEach(wait -> all.put(wait, LONG));
        JournalConfig slow = config(JournalConfig.class, Map.of("estafet.journal.intake-deadline", LONG));
        return another(
                config(IntakeConfig.class, all), clock, new PostgresJournal(new JournalDatabase(pool, slow), slow));
    }

    private Intake another(IntakeConfig config, InstantSource time, Journal own) {
        return new Intake(
                senders, templates, people, own, queue, new MessageIds(time), meters, config, new Lateness(), time);
    }

    /** As on another replica, with the patience that is the default. */
    Intake prompt() {
        JournalConfig defaults = config(JournalConfig.class, Map.of());
        PostgresJournal own = new PostgresJournal(new JournalDatabase(pool, defaults), defaults);
        return another(config(IntakeConfig.class, Map.of()), clock, own);
    }

    /** Who is known is remembered; to find somebody the directory gives PostgreSQL less than a second. */
    private void awaitThePerson() {
        Address person = doors.request("r", null).address();
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Doors.await(people.resolve(doors.portfolio, List.of(person)))
                        .containsKey(person));
    }

    private static <C> C config(Class<C> mapping, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(mapping)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(mapping);
    }
}
