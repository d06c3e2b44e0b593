package io.estafet.admission;

import io.estafet.embedded.RedisOptions;
import io.estafet.embedded.RedisServer;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.queue.Settlement;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Redis' own time per message with every gate on: enqueue, take and settle, each message to a new person, charged,
 * limits finite, in batches of up to the argument (default 256). Not a test; run its main with the test class path.
 */
final class TakeBenchmark {

    private static final PortfolioId PORTFOLIO = new PortfolioId("p");
    private static final SenderId SENDER = new SenderId("s");
    private static final int MESSAGES = 50_000;
    private static final int THROUGHPUT = 1_000_000; // the pace is asked, and never the bottleneck

    private TakeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 256;
        Path directory = Files.createTempDirectory("take-benchmark");
        try (RedisServer server = RedisServer.start(directory, RedisOptions.with("--appendonly", "no"));
                Rig rig = Rig.on(server, TestConfig.DEFAULT)) {
            for (int round = 0; round < 3; round++) {
                rig.send(Command.FLUSHDB);
                rig.now = Rig.EPOCH_MILLIS;
                Entries.knowPortfolio(rig, PORTFOLIO, 10L * MESSAGES, MESSAGES);
                rig.know(PORTFOLIO, SENDER, THROUGHPUT, 10L * MESSAGES);
                run(rig, most);
            }
        }
    }

    private static void run(Rig rig, int most) {
        rig.send(Command.CONFIG, "RESETSTAT");
        Entries.enqueueAll(rig, PORTFOLIO, Entries.promos(rig, SENDER, 1, MESSAGES));
        double enqueued = micros(rig);
        double taking = 0;
        double settling = 0;
        int done = 0;
        while (done < MESSAGES) {
            rig.send(Command.CONFIG, "RESETSTAT");
            Taken taken = rig.take(PORTFOLIO, SENDER, "one", most);
            taking += micros(rig);
            List<Settlement> settlements = taken.admitted().stream()
                    .map(a -> Settlement.done(a.entry(), false))
                    .toList();
            rig.send(Command.CONFIG, "RESETSTAT");
            if (!settlements.isEmpty()) {
                rig.settle(PORTFOLIO, SENDER, "one", settlements);
                settling += micros(rig);
            }
            done += settlements.size();
            rig.now += 10;
        }
        System.out.printf(
                "batches of %d: enqueue %.1f, take %.1f, settle %.1f us of Redis per message%n",
                most, enqueued / MESSAGES, taking / MESSAGES, settling / MESSAGES);
    }

    private static double micros(Rig rig) {
        String stats = rig.send(Command.INFO, "commandstats").toString();
        double sum = 0;
        for (String line : stats.split("\\r?\\n")) {
            if (line.startsWith("cmdstat_eval:") || line.startsWith("cmdstat_evalsha:")) {
                sum += Double.parseDouble(line.replaceAll(".*usec=(\\d+).*", "$1"));
            }
        }
        return sum;
    }
}
