package io.estafet.intake.redis;

import static io.estafet.intake.Doors.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.directory.Registry;
import io.estafet.intake.Doors;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The intake list on real servers: a number of its own for each test, and the program's own reader again after it. */
abstract class IntakeListTestBase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Registry registry;

    @Inject
    IntakeLifecycle lifecycle;

    @Inject
    RedisLink redis;

    Doors doors;

    @BeforeEach
    void open() {
        doors = new Doors(registry);
    }

    @AfterEach
    void readOn() {
        lifecycle.start();
    }

    void emptyList() {
        patiently()
                .until(() -> ask(Command.DEL, Keys.INTAKE, Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES, Keys.INTAKE_REFUSED)
                        != null);
    }

    List<JsonObject> refused() {
        return ask(Command.LRANGE, Keys.INTAKE_REFUSED, "0", "-1").stream()
                .map(one -> new JsonObject(one.toString()))
                .toList();
    }

    void assertNothingWaits() {
        Map<String, Long> waiting = Map.of(
                "list", ask(Command.LLEN, Keys.INTAKE).toLong(),
                "taken", ask(Command.HLEN, Keys.INTAKE_TAKEN).toLong(),
                "leases", ask(Command.ZCARD, Keys.INTAKE_LEASES).toLong());
        assertThat(waiting.values()).as(waiting.toString()).containsOnly(0L);
    }

    Response ask(Command command, String... arguments) {
        return Objects.requireNonNullElseGet(await(redis.send(command, arguments)), () -> {
            throw new AssertionError("no answer");
        });
    }

    /** A Redis that starts or is silent for a moment does not end the wait. */
    static ConditionFactory patiently() {
        return await().ignoreExceptions().atMost(PATIENCE);
    }
}
