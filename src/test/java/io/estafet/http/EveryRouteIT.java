package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.http.Http1Caller.End;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every route with every kind of body from every kind of caller, over HTTP/1.1 and HTTP/2. */
@QuarkusTest
@TestProfile(IntakeOnly.class)
@QuarkusTestResource(ServersResource.class)
class EveryRouteIT {

    /** A stream of lines may be silent for 10 s; the rest is time for a busy machine. */
    private static final Duration MOST = Duration.ofSeconds(40);

    @Inject
    BodyMemory memory;

    private Vertx vertx;

    @BeforeEach
    void openClients() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void closeClients() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answersRightlyAndHoldsNothingOverHttp1() {
        checkAll(new Http1Caller(vertx, RestAssured.port)::call);
    }

    @Test
    void answersRightlyAndHoldsNothingOverHttp2() {
        checkAll(new Http2Caller(vertx, RestAssured.port)::call);
    }

    private void checkAll(Function<Upload, CompletableFuture<End>> caller) {
        List<String> wrong = new ArrayList<>();
        wrong.addAll(check(uploads(Upload.Body.NONE), caller));
        wrong.addAll(check(uploads(Upload.Body.SLOW, Upload.Body.HALF), caller));
        wrong.addAll(check(uploads(Upload.Body.HUGE, Upload.Body.ENDLESS), caller));
        assertThat(wrong).isEmpty();
        await("no memory held").atMost(Duration.ofSeconds(5)).until(() -> memory.used() == 0);
    }

    /** All at once: most of them wait for a deadline. */
    private static List<String> check(List<Upload> uploads, Function<Upload, CompletableFuture<End>> caller) {
        Map<Upload, CompletableFuture<End>> calls = new LinkedHashMap<>();
        uploads.forEach(upload -> calls.put(upload, caller.apply(upload)));
        List<String> wrong = new ArrayList<>();
        long deadline = System.nanoTime() + MOST.toNanos();
        calls.forEach((upload, call) -> {
            End end = end(call, deadline);
            boolean right = upload.isEndedByCaller()
                    ? end.status() != -1
                    : upload.isRight(end.status()) && end.cut() == upload.isCut();
            if (!right) {
                wrong.add(upload + ": " + end);
            }
        });
        return wrong;
    }

    private static List<Upload> uploads(Upload.Body... bodies) {
        List<Upload> uploads = new ArrayList<>();
        for (Route route : Route.ALL) {
            for (Upload.Body body : bodies) {
                for (Route.Key key : Route.Key.values()) {
                    uploads.add(new Upload(route, body, key));
                }
            }
        }
        return uploads;
    }

    /** A call that has not ended in time says so by its status. */
    private static End end(CompletableFuture<End> call, long deadline) {
        try {
            return call.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new End(-1, false);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
