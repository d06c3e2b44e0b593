package io.estafet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Dependencies run one way. */
class FlowTest {

    private static final String[] VALUES = {
        "io.estafet.message..", "io.estafet.recipient..", "io.estafet.sender..", "io.estafet.template.."
    };

    private static final DescribedPredicate<JavaClass> JDK =
            JavaClass.Predicates.resideInAnyPackage("java..", "org.jspecify.annotations");

    private static final String MODEL = "io.estafet.admission.model";

    @Test
    void valuesUseOnlyTheJdk() {
        classes()
                .that()
                .resideInAnyPackage(VALUES)
                .should()
                .onlyDependOnClassesThat(JDK.or(JavaClass.Predicates.resideInAnyPackage(VALUES)))
                .check(Program.CLASSES);
    }

    /** What a model shares with the program it cannot find wrong there. */
    @Test
    void theModelOfAdmissionUsesOnlyValues() {
        classes()
                .should()
                .onlyDependOnClassesThat(JDK.or(JavaClass.Predicates.resideInAnyPackage(VALUES))
                        .or(JavaClass.Predicates.resideInAPackage(MODEL)))
                .check(new ClassFileImporter().importPackages(MODEL));
    }

    @Test
    void flowFollowsTheTable() {
        classes().should(new FlowTable()).check(Program.CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.estafet.(*)..").should().beFreeOfCycles().check(Program.CLASSES);
    }

    /** The root composes: it starts the journal's migrations and partitions and waits for Redis. */
    @Test
    void adaptersAreLeaves() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.estafet")
                .should(new DependOnAnothersAdapter())
                .check(Program.CLASSES);
    }

    @Test
    void nobodyImportsTheStrangers() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.estafet", "io.estafet.simulator..", "io.estafet.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.estafet.simulator..", "io.estafet.embedded..")
                .check(Program.CLASSES);
    }

    /** Loaded in profile embedded only, so that an image without the servers and the simulator runs in all others. */
    @Test
    void onlyTheEmbeddedProgramKnowsTheStrangers() {
        noClasses()
                .that()
                .resideInAPackage("io.estafet")
                .and()
                .haveSimpleNameNotStartingWith("Embedded")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.estafet.simulator..", "io.estafet.embedded..")
                .check(Program.CLASSES);
    }
}
