package io.estafet.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The simulator's counters since the last reset. Belongs to the event loop. */
final class Report {
    private long received;
    private long accepted;
    private long duplicates;
    private long inbound;
    private final Map<Integer, Long> errors = new TreeMap<>();
    private final Map<Integer, Long> failed = new TreeMap<>();
    private final Map<String, Long> statuses = new TreeMap<>();
    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> webhooks = new TreeMap<>();
    private final Map<Violation, Long> violations = new EnumMap<>(Violation.class);

    /** The rules of the platform that a client can break. The names are part of the report's format. */
    enum Violation {
        throughput,
        pair,
        limit,
        limitDelivered,
        window,
        template
    }

    void received() {
        received++;
    }

    void accepted() {
        accepted++;
    }

    void duplicate() {
        duplicates++;
    }

    void inbound() {
        inbound++;
    }

    void refused(int code) {
        errors.merge(code, 1L, Long::sum);
    }

    void violated(Violation violation) {
        violations.merge(violation, 1L, Long::sum);
    }

    void status(String status) {
        statuses.merge(status, 1L, Long::sum);
    }

    void failed(int code) {
        failed.merge(code, 1L, Long::sum);
    }

    void fault(String kind) {
        faults.merge(kind, 1L, Long::sum);
    }

    /** @param what {@code posts}, {@code updates}, {@code retries} or {@code dropped} */
    void webhook(String what, long count) {
        webhooks.merge(what, count, Long::sum);
    }

    /** Sets every counter to zero, those of the numbers too. The books stay. */
    void reset(Books books) {
        received = 0;
        accepted = 0;
        duplicates = 0;
        inbound = 0;
        errors.clear();
        failed.clear();
        statuses.clear();
        faults.clear();
        webhooks.clear();
        violations.clear();
        books.numbers().forEach(BusinessNumber::resetCounters);
    }

    /** @param linesDropped lines of the log that were dropped because it was full */
    ObjectNode toJson(Books books, int pending, long linesDropped) {
        ObjectNode json = Json.object();
        json.put("received", received).put("accepted", accepted);
        json.set("errors", Json.MAPPER.valueToTree(errors));
        json.put("duplicates", duplicates);
        ObjectNode broken = json.putObject("violations");
        for (Violation violation : Violation.values()) {
            broken.put(violation.name(), violations.getOrDefault(violation, 0L));
        }
        ObjectNode perSender = json.putObject("perSender");
        ObjectNode peaks = json.putObject("peakPerSecond");
        for (BusinessNumber number : books.numbers()) {
            perSender
                    .putObject(number.id())
                    .put("received", number.received())
                    .put("accepted", number.accepted())
                    .put("rejected", number.rejected());
            peaks.put(number.id(), number.window().peak());
        }
        json.put("inbound", inbound);
        json.set("statuses", Json.MAPPER.valueToTree(statuses));
        json.set("failed", Json.MAPPER.valueToTree(failed));
        json.set("faults", Json.MAPPER.valueToTree(faults));
        json.set("webhooks", Json.MAPPER.valueToTree(webhooks));
        return json.put("logDropped", linesDropped).put("pending", pending);
    }
}
