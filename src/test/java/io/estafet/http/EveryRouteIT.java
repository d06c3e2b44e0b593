package io.estafet.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.http.Http1Caller.End;
import io.estafet.http.Route.Reads;
import io.estafet.metrics.Meters;
import io.estafet.testing.IntakeOnly;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Warnings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final Duration SOON = Duration.ofMillis(10);

    @Inject
    BodyMemory memory;

    @Inject
    MeterRegistry meters;

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

    @Test
    void aBodyThatItsCallerAbortsIsCountedAndWritesNoWarning() {
        checkAborts(route -> begin(route)::close);
    }

    @Test
    void aBodyWhoseConnectionIsResetIsCountedAndWritesNoWarning() {
        checkAborts(route -> {
            Socket socket = begin(route);
            socket.setSoLinger(true, 0);
            return socket::close;
        });
    }

    @Test
    void aBodyWhoseStreamIsResetIsCountedAndWritesNoWarning() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        checkAborts(route -> beginStream(client, route)::reset);
    }

    /** Begins to send a body; what is answered ends the call in the midst of it. */
    @FunctionalInterface
    private interface Begin {

        Closeable call(Route route) throws IOException;
    }

    private void checkAborts(Begin begin) {
        double before = refused(BodyFailure.ABORTED);
        List<Route> read = read();
        try (Warnings warnings = new Warnings()) {
            read.forEach(route -> abort(route, begin));
            await("all are counted")
                    .atMost(MOST)
                    .untilAsserted(
                            () -> assertThat(refused(BodyFailure.ABORTED)).isEqualTo(before + read.size()));
            assertThat(warnings.lines()).isEmpty();
        }
    }

    private void abort(Route route, Begin begin) {
        try (Closeable call = begin.call(route)) {
            await(route + " is read").atMost(MOST).pollInterval(SOON).until(() -> memory.used() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(route + " is ended").atMost(MOST).pollInterval(SOON).until(() -> memory.used() == 0);
    }

    private static Socket begin(Route route) throws IOException {
        byte[] body = route.body();
        StringBuilder head = new StringBuilder(route.method() + " " + route.path() + " HTTP/1.1\r\nhost: t\r\n");
        head.append("content-type: ").append(route.contentType()).append("\r\n");
        route.credentials(Route.Key.RIGHT, body)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-length: ").append(body.length).append("\r\n\r\n");
        Socket socket = new Socket("127.0.0.1", RestAssured.port);
        socket.getOutputStream().write(head.toString().getBytes(US_ASCII));
        socket.getOutputStream().write(body, 0, body.length / 2);
        return socket;
    }

    private static HttpClientRequest beginStream(HttpClient client, Route route) {
        byte[] body = route.body();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(RestAssured.port)
                .setMethod(HttpMethod.valueOf(route.method()))
                .setURI(route.path())
                .putHeader("content-type", route.contentType())
                .putHeader("content-length", Integer.toString(body.length));
        route.credentials(Route.Key.RIGHT, body).forEach(options::putHeader);
        HttpClientRequest request = client.request(options)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        // The caller's own end of it is no warning of the program.
        request.exceptionHandler(reset -> {});
        request.write(Buffer.buffer(Arrays.copyOf(body, body.length / 2)));
        return request;
    }

    @Test
    void aBodyThatGrowsAboveItsBoundIsCountedAndWritesNoWarning() {
        double before = refused(BodyFailure.TOO_LARGE);
        List<Upload> uploads = read().stream()
                .map(route -> new Upload(route, Upload.Body.ENDLESS, Route.Key.RIGHT))
                .toList();
        try (Warnings warnings = new Warnings()) {
            List<String> wrong = check(uploads, new Http1Caller(vertx, RestAssured.port)::call);
            assertThat(wrong).isEmpty();
            assertThat(refused(BodyFailure.TOO_LARGE)).isEqualTo(before + uploads.size());
            assertThat(warnings.lines()).isEmpty();
        }
    }

    /** Those that read a body whole. */
    private static List<Route> read() {
        return Route.ALL.stream()
                .filter(route -> route.reads() == Reads.WHOLE || route.reads() == Reads.SIGNED)
                .toList();
    }

    private double refused(BodyFailure failure) {
        return meters.find(Meters.HTTP_REFUSED).tag(Meters.REASON, failure.word()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
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
