package io.estafet.delivery.cloudapi;

import io.estafet.delivery.Delivery;
import io.estafet.delivery.DeliveryMeters;
import io.estafet.delivery.DeliveryResult;
import io.estafet.sender.BaseUrl;
import io.estafet.sender.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Delivers over HTTP. When it is called on a Vert.x context, it answers on that context; from any other thread it
 * answers on a new one. It never retries: one subscription is at most one request.
 */
@Singleton
record CloudApiDelivery(Vertx vertx, CloudApiClients clients, CloudApiConfig config, DeliveryMeters meters)
        implements Delivery {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    @Override
    public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
        return Uni.createFrom().emitter(emitter -> onContext(() -> start(request, leaving, emitter::complete)));
    }

    @Override
    public Duration longest() {
        return config.connectDeadline().plus(config.requestDeadline());
    }

    private void onContext(Runnable start) {
        Context context = vertx.getOrCreateContext();
        if (context == Vertx.currentContext()) {
            start.run();
        } else {
            context.runOnContext(now -> start.run());
        }
    }

    private void start(DeliveryRequest request, Runnable leaving, Consumer<DeliveryResult> answer) {
        long beganNanos = System.nanoTime();
        Consumer<DeliveryResult> done = result -> {
            long tookNanos = System.nanoTime() - beganNanos;
            // The answer comes first: a meter that fails must not keep it.
            answer.accept(result);
            meters.record(request.sender().id(), result, tookNanos);
        };
        Buffer body;
        try {
            body = Envelope.wrap(request.address(), request.attempt().callbackData(), request.message());
        } catch (IllegalArgumentException unfit) {
            done.accept(new DeliveryResult.Unsendable(ownWords(unfit)));
            return;
        }
        exchange(request, body, leaving, done);
    }

    private void exchange(DeliveryRequest request, Buffer body, Runnable leaving, Consumer<DeliveryResult> done) {
        RequestOptions options;
        try {
            options = options(request.sender());
        } catch (IllegalArgumentException misconfigured) {
            done.accept(new DeliveryResult.Misconfigured(ownWords(misconfigured)));
            return;
        }
        String token = request.sender().accessToken().value();
        Exchange.Reader reader = (answer, bytes) ->
                AnswerReader.read(answer.statusCode(), answer.headers(), bytes, request.address(), token);
        new Exchange(vertx, body, reader, clients::taken, leaving, done)
                .begin(
                        clients.forScheme(options.isSsl()),
                        options,
                        config.requestDeadline().toMillis());
    }

    /** The exception comes from this package's own checks, whose texts name no content. */
    private static String ownWords(IllegalArgumentException refused) {
        return String.valueOf(refused.getMessage());
    }

    private RequestOptions options(Sender sender) {
        BaseUrl base = baseUrl(sender);
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(base.tls())
                .setHost(base.host())
                .setPort(base.port())
                .setURI(base.path() + "/" + config.version() + "/" + sender.id() + "/messages")
                .setConnectTimeout(config.connectDeadline().toMillis())
                .setFollowRedirects(false)
                .putHeader(
                        HttpHeaders.AUTHORIZATION,
                        "Bearer " + sender.accessToken().value())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    }

    private static BaseUrl baseUrl(Sender sender) {
        try {
            return BaseUrl.of(sender.baseUrl());
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("the number's base URL " + unfit.getMessage(), unfit);
        }
    }
}
