package io.estafet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What compiles, passes a test and fails under load. Each list is of rules without their exceptions. */
final class Pitfalls {

    private static final String UNI = "io.smallrye.mutiny.Uni";
    private static final String MULTI = "io.smallrye.mutiny.Multi";
    private static final String GROUPS = "io.smallrye.mutiny.groups.";

    /** A thread that waits is one that others wait for; on an event loop it is all of them. */
    static final List<DescribedPredicate<JavaCall<?>>> BLOCKING = List.of(
            Calls.to(UNI, "await"),
            Calls.to("java.util.concurrent.Future", "get"),
            Calls.to("java.util.concurrent.CompletableFuture", "join"),
            Calls.to("java.util.concurrent.CountDownLatch", "await"),
            Calls.to("java.util.concurrent.Semaphore", "acquire"),
            Calls.to("java.util.concurrent.BlockingQueue", "take", "put"),
            Calls.to("java.lang.Thread", "sleep", "join"),
            Calls.to("java.lang.Process", "waitFor"),
            Calls.to("io.vertx.core.Future", "await"),
            Calls.named("any ...AndAwait", name -> name.endsWith("AndAwait")));

    /** A subscription needs someone who sees its failure and ends it. */
    static final List<DescribedPredicate<JavaCall<?>>> SUBSCRIBING =
            List.of(Calls.to(UNI, "subscribe", "subscribeAsCompletionStage"), Calls.to(MULTI, "subscribe"));

    /** The default is 256 inner streams at once, far above any pool. */
    static final List<DescribedPredicate<JavaCall<?>>> UNNUMBERED_CONCURRENCY = List.of(
            Calls.to(GROUPS + "MultiFlatten", "merge", 0),
            Calls.to(GROUPS + "MultiOnItem", "transformToUniAndMerge", "transformToMultiAndMerge"),
            Calls.to(MULTI, "flatMap", "onItemTransformToUniAndMerge"));

    /** What nothing bounds grows with the outage that it should survive. */
    static final List<DescribedPredicate<JavaCall<?>>> UNBOUNDED_BUFFERS = List.of(
            Calls.to("io.smallrye.mutiny.operators.multi.processors.UnicastProcessor", "create", 0),
            Calls.to(GROUPS + "MultiCreate", "emitter", 1),
            Calls.to(GROUPS + "UniRetry", "indefinitely"),
            Calls.to(GROUPS + "MultiRetry", "indefinitely"),
            Calls.to(GROUPS + "MultiGroup", "by"));

    /** Tests move the clock; what asks the machine does not move with it. Elapsed time is {@code nanoTime}. */
    static final List<DescribedPredicate<JavaCall<?>>> MACHINE_TIME = List.of(
            Calls.to("java.time.Instant", "now"),
            Calls.to("java.time.LocalDate", "now"),
            Calls.to("java.time.LocalDateTime", "now"),
            Calls.to("java.time.OffsetDateTime", "now"),
            Calls.to("java.time.ZonedDateTime", "now"),
            Calls.to("java.time.Clock", "systemUTC", "systemDefaultZone", "system"),
            Calls.to("java.time.InstantSource", "system"),
            Calls.to("java.lang.System", "currentTimeMillis"),
            Calls.to("java.util.Date", "<init>", 0));

    private Pitfalls() {}

    /** Nobody but the named packages and classes makes such a call. */
    static ArchRule nobodyBut(
            List<String> packages, List<String> classes, List<DescribedPredicate<JavaCall<?>>> calls) {
        List<DescribedPredicate<JavaCall<?>>> all = new ArrayList<>(calls);
        DescribedPredicate<JavaCall<?>> any = all.remove(0);
        for (DescribedPredicate<JavaCall<?>> call : all) {
            any = any.or(call);
        }
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages.toArray(new String[0]))
                .and(DescribedPredicate.describe(
                        "are not " + classes, type -> !classes.contains(topLevel(type.getName()))))
                .should(ArchConditions.callCodeUnitWhere(any));
    }

    private static String topLevel(String name) {
        return Arrays.asList(name.split("\\$", -1)).get(0);
    }
}
