package io.estafet.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a business what happened: collects updates and posts them in signed batches. A post that is not answered with
 * 200 is repeated, for up to 7 days. Belongs to the event loop; the agenda's tick calls it.
 */
final class Webhooks {
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final long LONGEST_RETRY_MILLIS = 60_000;
    private static final long GIVE_UP_NANOS = 7L * 24 * 3600 * 1_000_000_000L;
    /**
     * The most updates that wait for their first post, and the most that wait for a retry. Beyond it the oldest update,
     * or the post to be repeated, is dropped and counted: a receiver that never answers must not fill the memory.
     */
    private static final int BACKLOG = 1_000_000;

    private final HttpClient client;
    private final Agenda agenda;
    private final Report report;
    private final SimulatedTime time;
    private final Supplier<Behaviour> behaviour;
    private final Dice dice;
    private final ArrayDeque<Update> ready = new ArrayDeque<>();
    private int underWay;
    private int waitingForRetry;
    private int updatesInRetry;

    /** A body on its way. Each try signs it anew, with the secret of that moment. */
    private record Post(Buffer body, int updates, long sinceNanos, long nextWaitMillis) {}

    Webhooks(Vertx vertx, Agenda agenda, Report report, SimulatedTime time, Supplier<Behaviour> behaviour, Dice dice) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(2_000)
                .setMaxPoolSize(256)
                .setIdleTimeout(60));
        this.agenda = agenda;
        this.report = report;
        this.time = time;
        this.behaviour = behaviour;
        this.dice = dice;
    }

    /** Puts an update on its way: late, doubled or out of order, as the behaviour demands. */
    void tell(Update update) {
        Behaviour.Webhook settings = behaviour.get().webhook();
        if (settings.url() == null) {
            return;
        }
        later(update, settings);
        if (settings.duplicateShare() > 0 && dice.random().nextDouble() < settings.duplicateShare()) {
            later(update, settings);
        }
    }

    /** Posts what is ready, as far as the number of requests under way allows. */
    void flush() {
        Behaviour.Webhook settings = behaviour.get().webhook();
        if (settings.url() == null) {
            ready.clear();
            return;
        }
        while (!ready.isEmpty() && underWay < settings.concurrency()) {
            List<Update> batch = new ArrayList<>();
            for (Update next = ready.poll();
                    next != null;
                    next = batch.size() < settings.batch() ? ready.poll() : null) {
                batch.add(next);
            }
            Buffer body = Buffer.buffer(WebhookBody.of(batch, time.millis() / 1000));
            report.webhook("updates", batch.size());
            post(new Post(body, batch.size(), System.nanoTime(), settings.retryMillis()));
        }
    }

    /** Updates that wait to be posted, and posts that wait for an answer or for their retry. */
    int pending() {
        return ready.size() + underWay + waitingForRetry;
    }

    /** Drops the updates that are not posted yet. */
    void clear() {
        ready.clear();
    }

    Future<Void> close() {
        return client.close();
    }

    private void later(Update update, Behaviour.Webhook settings) {
        long late = settings.delayMillis();
        if (settings.reorderShare() > 0 && dice.random().nextDouble() < settings.reorderShare()) {
            late += dice.random().nextLong(settings.reorderMillis() + 1);
        }
        if (late > 0) {
            agenda.in(late, () -> enqueue(update));
        } else {
            enqueue(update);
        }
    }

    private void enqueue(Update update) {
        if (ready.size() >= BACKLOG) {
            ready.poll();
            report.webhook("dropped", 1);
        }
        ready.add(update);
    }

    private void post(Post post) {
        Behaviour.Webhook settings = behaviour.get().webhook();
        String url = settings.url();
        if (url == null) {
            return;
        }
        underWay++;
        report.webhook("posts", 1);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(REQUEST_TIMEOUT_MILLIS)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", "facebookexternalua")
                .putHeader("x-hub-signature-256", WebhookBody.signature(post.body.getBytes(), settings.appSecret()));
        client.request(options)
                .compose(request -> request.send(post.body))
                .compose(response -> response.end().map(done -> response.statusCode()))
                .onComplete(answer -> answered(post, answer.succeeded() ? answer.result() : null));
    }

    private void answered(Post post, @Nullable Integer httpStatus) {
        underWay--;
        if (httpStatus != null && httpStatus == 200) {
            flush();
            return;
        }
        if (System.nanoTime() - post.sinceNanos > GIVE_UP_NANOS || updatesInRetry + post.updates > BACKLOG) {
            report.webhook("dropped", post.updates);
            return;
        }
        report.webhook("retries", 1);
        waitingForRetry++;
        updatesInRetry += post.updates;
        long doubled = Math.min(post.nextWaitMillis * 2, LONGEST_RETRY_MILLIS);
        agenda.in(post.nextWaitMillis, () -> {
            waitingForRetry--;
            updatesInRetry -= post.updates;
            post(new Post(post.body, post.updates, post.sinceNanos, doubled));
        });
    }
}
