package io.estafet.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the demonstration on a thread of its own, once the program serves. */
@Singleton
public final class DemoLifecycle {

    private static final Logger LOG = Logger.getLogger(DemoLifecycle.class);
    private static final int CONSENTS = 1_000;
    private static final int ENTRIES = 200;

    private final DemoConfig config;
    private final Config settings;
    private final RedisLink redis;
    private final InstantSource clock;
    private final PrintStream out = System.out;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    DemoLifecycle(DemoConfig config, Config settings, RedisLink redis, InstantSource clock) {
        this.config = config;
        this.settings = settings;
        this.redis = redis;
        this.clock = clock;
    }

    /** @param simulatorUrl where the simulator is reached */
    public synchronized void start(String simulatorUrl) {
        if (!config.register()) {
            return;
        }
        Thread demo = new Thread(() -> run(simulatorUrl), "demo");
        demo.setDaemon(true);
        demo.start();
        thread = demo;
    }

    public synchronized Uni<Void> stop() {
        stopped.countDown();
        if (thread != null) {
            thread.interrupt();
        }
        return Uni.createFrom().voidItem();
    }

    private void run(String simulatorUrl) {
        try {
            String base = "http://127.0.0.1:" + settings.getValue("quarkus.http.port", String.class);
            Map<String, Http> estafet = new LinkedHashMap<>();
            Shop.ALL.forEach(shop -> estafet.put(shop.apiKey(), new Http(base, shop.apiKey(), stopped)));
            Http simulator = new Http(simulatorUrl, "", stopped);
            new DemoRegistration(simulator, estafet, simulatorUrl)
                    .run(base + "/webhooks/whatsapp", settings.getValue("estafet.webhook.app-secrets", String.class));
            if (config.enabled()) {
                dispatch(estafet, simulator);
            }
            out.printf(
                    "%nEstafet serves at %s (API key: demo), the simulator at %s. Ctrl-C ends all.%n",
                    base, simulatorUrl);
        } catch (InterruptedIOException | InterruptedException end) {
            LOG.debug("the demo was stopped");
        } catch (IOException | RuntimeException failure) {
            failed(failure);
        }
    }

    /** When the program ends, connections close a moment before the demo is stopped: that failure is not logged. */
    private void failed(Exception failure) {
        try {
            if (!stopped.await(1, TimeUnit.SECONDS)) {
                LOG.errorf(failure, "the demo failed");
            }
        } catch (InterruptedException end) {
            LOG.debug("the demo was stopped");
        }
    }

    private void dispatch(Map<String, Http> estafet, Http simulator) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Sample sample = new Sample(clock.instant());
        Http nusantara = DemoRegistration.client(estafet, Shop.NUSANTARA);
        Http atelier = DemoRegistration.client(estafet, Shop.ATELIER_SHOP);
        consents(nusantara, sample.consents());
        consents(atelier, sample.atelierConsents());
        for (String person : sample.writers()) {
            simulator.post("/inbound", Map.of("from", person, "phoneNumberId", Shop.SERVICE.id(), "text", "Bonjour ?"));
        }
        out.printf("%d messages of two businesses go out through three numbers.%n", sample.size());
        Outcome outcome = new Outcome(estafet, simulator, sample.campaign());
        AtomicInteger accepted = new AtomicInteger();
        try (Progress progress = new Progress(out, isTerminal(), outcome, accepted)) {
            progress.start();
            accepted.addAndGet(push(sample.overRedis()));
            accepted.addAndGet(new Batch(nusantara, out).post(sample.overHttp(), sample.campaign()));
            accepted.addAndGet(new Batch(atelier, out).post(sample.atelierOverHttp(), sample.campaign()));
            waitWhileMoving(outcome, began);
        }
        outcome.print(out, accepted.get());
    }

    private static void consents(Http api, List<Map<String, Object>> consents) throws IOException {
        for (int from = 0; from < consents.size(); from += CONSENTS) {
            api.put("/v1/consents", consents.subList(from, Math.min(consents.size(), from + CONSENTS)));
        }
    }

    private int push(List<ObjectNode> messages) throws InterruptedException {
        for (int from = 0; from < messages.size(); from += ENTRIES) {
            List<String> entries = messages.subList(from, Math.min(messages.size(), from + ENTRIES)).stream()
                    .map(ObjectNode::toString)
                    .toList();
            CountDownLatch pushed = new CountDownLatch(1);
            redis.push(Keys.INTAKE, entries).subscribe().with(done -> pushed.countDown(), failure -> {
                LOG.errorf("not pushed to Redis: %s", failure);
                pushed.countDown();
            });
            if (!pushed.await(config.longest().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.error("not pushed to Redis in time");
            }
        }
        return messages.size();
    }

    private void waitWhileMoving(Outcome outcome, long began) throws IOException, InterruptedException {
        do {
            if (stopped.await(1, TimeUnit.SECONDS)) {
                throw new InterruptedException();
            }
        } while (System.nanoTime() - began < config.longest().toNanos() && outcome.moves());
    }

    /** Only a terminal gets one line that is overwritten; a file gets plain lines. */
    @SuppressWarnings("SystemConsoleNull") // where there is no /proc, as on macOS
    private static boolean isTerminal() {
        Path standardOutput = Path.of("/proc/self/fd/1");
        try {
            return Files.exists(standardOutput)
                    ? standardOutput.toRealPath().startsWith("/dev")
                            && !standardOutput.toRealPath().endsWith("null")
                    : System.console() != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
