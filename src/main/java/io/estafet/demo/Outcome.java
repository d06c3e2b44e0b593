package io.estafet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** The results of the sample, read through the API, and the simulator's report on it. */
final class Outcome {

    private static final int PAGE = 500;

    private final Map<String, Http> estafet;
    private final Http simulator;
    private final String campaign;

    Outcome(Map<String, Http> estafet, Http simulator, String campaign) {
        this.estafet = estafet;
        this.simulator = simulator;
        this.campaign = campaign;
    }

    /**
     * True while a message is queued, under way or waits for a retry. A message held for another reason waits longer.
     */
    boolean moves() throws IOException {
        for (Http api : estafet.values()) {
            for (String state : new String[] {"queued", "sending", "unknown"}) {
                if (api.get(list() + "&limit=1&state=" + state).get("items").size() > 0) {
                    return true;
                }
            }
            if (api.get(list() + "&limit=1&state=held&reason=retry")
                            .get("items")
                            .size()
                    > 0) {
                return true;
            }
        }
        return false;
    }

    /** Requests that the simulator has accepted since it was reset. */
    long sent() throws IOException {
        return simulator.get("/report").get("accepted").asLong();
    }

    void print(PrintStream out, int accepted) throws IOException {
        Map<String, Long> counts = counts();
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        out.printf("%n%-12s %-20s %8s%n", "state", "reason", "messages");
        counts.forEach((what, count) -> {
            String[] words = what.split(" ", -1);
            out.printf("%-12s %-20s %8d%n", words[0], words[1], count);
        });
        out.printf("%-33s %8d   accepted: %d%n", "sum", sum, accepted);
        out.printf("%nThe simulator's report: %s%n", simulator.get("/report").toPrettyString());
    }

    private Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (Http api : estafet.values()) {
            String cursor = "";
            do {
                JsonNode page = api.get(list() + "&limit=" + PAGE + cursor);
                page.get("items")
                        .forEach(item -> counts.merge(
                                item.get("state").asText() + " "
                                        + item.path("reason").asText("").replace("null", ""),
                                1L,
                                Long::sum));
                cursor = page.path("next").isTextual()
                        ? "&cursor=" + page.get("next").asText()
                        : "";
            } while (!cursor.isEmpty());
        }
        return counts;
    }

    private String list() {
        return "/v1/messages?campaign=" + campaign;
    }
}
