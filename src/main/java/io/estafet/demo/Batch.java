package io.estafet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Posts a batch of messages as a caller should. Each line has an idempotency key. A line that is answered with 503 is
 * posted again until it is accepted or the time is over.
 */
final class Batch {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int UNAVAILABLE = 503;

    private final Http api;
    private final PrintStream out;

    /** @param out gets one line for each reason for which messages stay refused */
    Batch(Http api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /**
     * Returns how many lines were accepted.
     *
     * @param run a name that no other call uses; the idempotency keys begin with it
     */
    int post(List<ObjectNode> messages, String run) throws IOException, InterruptedException {
        for (int i = 0; i < messages.size(); i++) {
            messages.get(i).put("idempotencyKey", run + "-" + i);
        }
        long began = System.nanoTime();
        Round round = round(messages);
        int accepted = round.accepted();
        while (!round.again().isEmpty() && System.nanoTime() - began < LONGEST.toNanos()) {
            api.pause(1);
            round = round(round.again());
            accepted += round.accepted();
        }
        tell(round.refused());
        return accepted;
    }

    /** Posts the messages once. Final refusals are printed at once, a 503 only when it was the last answer. */
    private Round round(List<ObjectNode> messages) throws IOException {
        String lines = messages.stream().map(ObjectNode::toString).collect(Collectors.joining("\n", "", "\n"));
        int accepted = 0;
        List<ObjectNode> again = new ArrayList<>();
        List<JsonNode> forNow = new ArrayList<>();
        List<JsonNode> forGood = new ArrayList<>();
        for (String text : api.lines("/v1/messages/batch", lines).lines().toList()) {
            JsonNode answer = Http.JSON.readTree(text);
            if (answer.hasNonNull("id")) {
                accepted++;
            } else if (answer.path("problem").path("status").asInt() == UNAVAILABLE) {
                again.add(messages.get(answer.get("line").asInt() - 1));
                forNow.add(answer);
            } else {
                forGood.add(answer);
            }
        }
        tell(forGood);
        return new Round(accepted, again, forNow);
    }

    private void tell(List<JsonNode> refused) {
        Map<String, List<JsonNode>> byCode = refused.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.path("problem").path("code").asText(), TreeMap::new, Collectors.toList()));
        byCode.forEach((code, answers) ->
                out.printf("%d messages were refused (%s), the first: %s%n", answers.size(), code, answers.get(0)));
    }

    /** @param refused the answers to the messages that are to be posted again */
    private record Round(int accepted, List<ObjectNode> again, List<JsonNode> refused) {}
}
