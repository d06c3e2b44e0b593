package io.estafet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that comes in pieces of any size is given on byte for byte, or is not begun at all. */
class BodyReadingTest {

    private static final int MEMORY = 16_000_000;
    private static final int MOST = 4_000_000;
    private static final int BUSY = 503;
    private static final int PIECE = 7_001;

    private final Vertx vertx = Vertx.vertx();
    private final HttpConfig config = TestHttpConfig.memory(MEMORY);
    private final BodyMemory memory = new BodyMemory(config);
    private final HttpMeters meters = new HttpMeters(new SimpleMeterRegistry(), memory);
    private boolean isKnown;
    private boolean isWanted = true;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void givesOnWhatCame(boolean known, boolean announced) throws Exception {
        isKnown = known;
        int port = serve();
        for (int length : new int[] {0, 1, 16_383, 16_384, 16_385, 40_000, 1_000_003}) {
            byte[] body = new byte[length];
            new Random(length).nextBytes(body);

            Answer answer = send(port, body, announced);

            assertThat(answer.body()).as("%d bytes", length).isEqualTo(body);
            assertThat(memory.used()).isZero();
        }
    }

    @Test
    void givesOnNothingOfWhatIsNotWanted() throws Exception {
        isWanted = false;

        assertThat(send(serve(), new byte[40_000], true).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beginsNoneForWhoseAnnouncedLengthThereIsNoRoom(boolean known) throws Exception {
        isKnown = known;
        BodyMemory.Charge others = memory.open(new BodyMemory.Holder(TrafficClass.WEBHOOK, "holder"));
        assertThat(others.grow(MEMORY / 8 * 2)).isTrue();

        assertThat(send(serve(), new byte[MOST], true).status()).isEqualTo(BUSY);
        assertThat(memory.used()).isEqualTo(MEMORY / 8 * 2);
        assertThat(send(serve(), new byte[40_000], true).body()).hasSize(40_000);
    }

    private record Answer(int status, byte[] body) {}

    /** Answers with the body. */
    private int serve() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            BodyMemory.Charge charge = memory.open(new BodyMemory.Holder(TrafficClass.WEBHOOK, "holder"));
            request.pause();
            read(request, charge)
                    .onTermination()
                    .invoke(charge::release)
                    .subscribe()
                    .with(
                            body -> request.response().end(Buffer.buffer(body)),
                            failure -> request.response().setStatusCode(BUSY).end());
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    private Uni<byte[]> read(HttpServerRequest request, BodyMemory.Charge charge) {
        BodyBound bound = new BodyBound(MOST, TrafficClass.WEBHOOK, "holder", isKnown, piece -> {}, () -> isWanted);
        return Uni.createFrom()
                .emitter(emitter -> new BodyReading(request, bound, charge, config, vertx, emitter, meters).start());
    }

    private Answer send(int port, byte[] body, boolean announced) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false))
                .request(HttpMethod.POST, port, "127.0.0.1", "/")
                .onFailure(answer::completeExceptionally)
                .onSuccess(request -> {
                    request.response()
                            .compose(response ->
                                    response.body().map(bytes -> new Answer(response.statusCode(), bytes.getBytes())))
                            .onComplete(answer::complete, answer::completeExceptionally);
                    if (announced) {
                        request.putHeader("content-length", Integer.toString(body.length));
                    } else {
                        request.setChunked(true);
                    }
                    write(request, body, 0);
                });
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static void write(HttpClientRequest request, byte[] body, int from) {
        int to = Math.min(body.length, from + PIECE);
        Buffer piece = Buffer.buffer().appendBytes(body, from, to - from);
        if (to == body.length) {
            request.end(piece);
        } else {
            request.write(piece).onSuccess(sent -> write(request, body, to));
        }
    }
}
