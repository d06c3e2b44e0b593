package io.estafet.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Makes one small call after the other for as long as it is open, and keeps how long each took. */
final class Bystander implements AutoCloseable {

    private static final Duration MOST = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(MOST)
            .build();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final HttpRequest request;
    private final Predicate<HttpResponse<String>> isRight;
    private final List<Duration> times = Collections.synchronizedList(new ArrayList<>());
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean open = true;

    private Bystander(HttpRequest request, Predicate<HttpResponse<String>> isRight) {
        this.request = request;
        this.isRight = isRight;
        thread.execute(this::run);
    }

    static Bystander of(HttpRequest.Builder request, int status) {
        return new Bystander(request.timeout(MOST).build(), answer -> answer.statusCode() == status);
    }

    static HttpRequest.Builder call(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** Calls that were answered as they should be. */
    int count() {
        return times.size();
    }

    /** What went wrong, if anything. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** The time within which 99 of 100 calls were answered. */
    Duration p99() {
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.isEmpty() ? MOST : sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100));
    }

    private void run() {
        while (open) {
            long begun = System.nanoTime();
            try {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                times.add(Duration.ofNanos(System.nanoTime() - begun));
                if (!isRight.test(answer)) {
                    wrong.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException failure) {
                wrong.add(failure.toString());
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    @Override
    public void close() {
        open = false;
        thread.shutdownNow();
    }
}
