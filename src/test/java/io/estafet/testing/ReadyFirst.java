package io.estafet.testing;

import io.estafet.Readiness;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The program starts while tests may begin already: none does before the schema and the books are there. Found by its
 * name in {@code META-INF/services}.
 */
public final class ReadyFirst implements QuarkusTestBeforeEachCallback {

    private static final Duration START = Duration.ofSeconds(60);

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        Readiness readiness = Arc.container().instance(Readiness.class).get();
        Awaitility.await("the program is ready").atMost(START).until(readiness::isReady);
    }
}
