package io.estafet.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may import whom: one row per package. A package without a row may not exist. */
final class FlowTable extends ArchCondition<JavaClass> {

    private static final String[] VALUES = {"message", "recipient", "sender", "template"};
    /** The technologies of ring 2. An adapter is {@code <port's package>.<technology>}. */
    static final Set<String> TECHNOLOGIES = Set.of("rest", "redis", "postgres", "cloudapi");

    private static final String SHARED = "reactive";

    private final Map<String, Set<String>> rows = new HashMap<>();

    FlowTable() {
        super("import only what the table of the architecture allows them");
        row("message");
        row("recipient", "message");
        row("sender", "message");
        row("template", "message");
        // For everybody: shapes of work, without a word of the flow.
        row(SHARED);
        // Shared: without a word of the flow. Keys are made of ids; a caller stands for a tenant.
        row("clock");
        row("metrics");
        row("json");
        row("problem", "json");
        row("redis", "message", "clock.LastTime");
        row("postgres", "clock.LastTime");
        row("access", "message", "problem");
        // Bodies are read for a known caller, and refused as problems.
        row("http", "message", "json", "problem", "access", "metrics");
        // What an entry is belongs to the queue, and admission answers entries.
        row("admission", and(VALUES, "directory", "metrics", "queue.Entry"));
        row("directory", and(VALUES, "metrics", "clock.Repeating"));
        row("queue", "message");
        // What the journal knows of a waiting message is said as the queue's entry, in one place.
        row("journal", "message", "queue.Entry");
        row("delivery", "message", "sender", "template", "metrics");
        row(
                "intake",
                and(VALUES, "json", "directory", "queue", "journal", "metrics", "clock.LastTime", "clock.Lateness"));
        // What an answer means for others than its message: the same from a response and from a status webhook.
        row("consequence", and(VALUES, "admission", "delivery", "directory", "metrics"));
        // The loop, and what repairs and shows what it works on.
        row(
                "dispatch",
                and(
                        VALUES,
                        "queue",
                        "admission",
                        "delivery",
                        "journal",
                        "metrics",
                        "consequence",
                        "dispatch.repair",
                        "dispatch.gauges"));
        // Repairs ask the directory to load Redis.
        row("dispatch.repair", and(VALUES, "queue", "admission", "journal", "directory", "metrics"));
        // Gauges answer the directory's questions about numbers and limits.
        row("dispatch.gauges", and(VALUES, "queue", "admission", "journal", "directory", "metrics"));
        // A failed status is judged by delivery's table of codes.
        row(
                "inbound",
                and(
                        VALUES,
                        "directory",
                        "journal",
                        "queue",
                        "admission",
                        "delivery",
                        "consequence",
                        "metrics",
                        "clock.Repeating"));
        // Strangers: reached as child processes and over HTTP only.
        row("simulator");
        row("embedded");
        // A stranger too: it speaks the public API, and pushes to the public Redis list.
        row("demo", "redis");
        adapters();
    }

    private void adapters() {
        for (String port : List.copyOf(rows.keySet())) {
            adapter(port, "redis", "redis");
            adapter(port, "rest", "json", "problem", "access", "http");
            adapter(port, "postgres", "postgres");
            adapter(port, "cloudapi");
        }
        // What their ports' signatures speak of.
        rows.get("admission.redis").add("queue.Entry");
        rows.get("intake.redis").add("json.Flaw");
        // The reading face: it asks the journal, the directory, the queue and the pauses by their ports, and decides
        // nothing itself; a port of intake in between would only pass on.
        rows.get("intake.rest").addAll(Set.of("journal", "directory", "queue", "admission"));
    }

    private void adapter(String port, String technology, String... more) {
        List<String> allowed = new ArrayList<>(List.of(and(VALUES, "metrics", "clock", port)));
        allowed.addAll(List.of(more));
        row(port + "." + technology, allowed.toArray(new String[0]));
    }

    private void row(String name, String... allowed) {
        rows.put(name, new HashSet<>(List.of(allowed)));
    }

    private static String[] and(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String from = Program.packageOf(type);
        if (from.equals(Program.COMPOSITION)) {
            return;
        }
        Set<String> allowed = rows.get(from);
        if (allowed == null) {
            events.add(SimpleConditionEvent.violated(type, "package " + from + " has no row in the table"));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (Program.isOurs(target) && !isAllowed(from, allowed, target)) {
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
            }
        }
    }

    private static boolean isAllowed(String from, Set<String> allowed, JavaClass target) {
        String to = Program.packageOf(target);
        return to.equals(from) || to.equals(SHARED) || allowed.contains(to) || allowed.contains(Program.nameOf(target));
    }
}
