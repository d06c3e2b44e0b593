package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.estafet.architecture.violations.Violations;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The traps of reactive code, and a proof for each that the rule sees it. */
class PitfallsTest {

    static final List<List<DescribedPredicate<JavaCall<?>>>> ALL = List.of(
            Pitfalls.BLOCKING,
            Pitfalls.SUBSCRIBING,
            Pitfalls.UNNUMBERED_CONCURRENCY,
            Pitfalls.UNBOUNDED_BUFFERS,
            Pitfalls.MACHINE_TIME);

    /**
     * Embedded starts child processes before there is an event loop and waits for them on threads of its own; the
     * root's stop hook runs on Quarkus' shutdown thread, which must not return before the drain is over. The simulator
     * is opened and closed like a file, by tests and by the embedded program, never on an event loop. The demo is a
     * caller like any other, on a thread of its own.
     */
    @Test
    void nobodyBlocks() {
        Pitfalls.nobodyBut(
                        List.of("io.estafet.embedded", "io.estafet.demo"),
                        List.of(
                                "io.estafet.ProgramLifecycle",
                                "io.estafet.EmbeddedProgram",
                                "io.estafet.simulator.Simulator"),
                        Pitfalls.BLOCKING)
                .check(Program.CLASSES);
    }

    /**
     * Dispatch, repairs, and what starts and stops with the program. A group commit begins a statement when a writer is
     * free, not when a caller subscribes: it hands the end of each statement to the callers.
     */
    @Test
    void subscriptionsHaveAnOwner() {
        Stream<String> lifecycles = Program.CLASSES.stream()
                .filter(type -> type.getSimpleName().endsWith("Lifecycle"))
                .map(type -> type.getName());
        List<String> owners = Stream.concat(lifecycles, Stream.of("io.estafet.reactive.GroupCommit"))
                .toList();
        Pitfalls.nobodyBut(List.of("io.estafet.dispatch", "io.estafet.dispatch.repair"), owners, Pitfalls.SUBSCRIBING)
                .check(Program.CLASSES);
    }

    @Test
    void concurrencyIsANumber() {
        Pitfalls.nobodyBut(List.of(), List.of(), Pitfalls.UNNUMBERED_CONCURRENCY)
                .check(Program.CLASSES);
    }

    /** The loop tries to record an outcome for as long as it takes, with a pause before each try. */
    @Test
    void buffersAreBounded() {
        Pitfalls.nobodyBut(List.of(), List.of("io.estafet.dispatch.EventLoop"), Pitfalls.UNBOUNDED_BUFFERS)
                .check(Program.CLASSES);
    }

    /** The clock's package has the one producer. */
    @Test
    void timeIsInjected() {
        Pitfalls.nobodyBut(List.of("io.estafet.clock"), List.of(), Pitfalls.MACHINE_TIME)
                .check(Program.CLASSES);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void eachRuleSeesWhatItForbids(List<DescribedPredicate<JavaCall<?>>> calls) {
        JavaClasses violations = new ClassFileImporter().importClasses(Violations.class);
        for (DescribedPredicate<JavaCall<?>> call : calls) {
            assertThat(Pitfalls.nobodyBut(List.of(), List.of(), List.of(call))
                            .evaluate(violations)
                            .hasViolation())
                    .as(call.getDescription())
                    .isTrue();
        }
    }
}
