package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that gave way to the field's terms do not come back, and one name means one thing. */
class RetiredNamesTest {

    private static final Set<String> RETIRED = Set.of(
            "Acceptance",
            "Ahead",
            "Chore",
            "Collected",
            "Consequences",
            "Corrections",
            "Counts",
            "Creditor",
            "Debt",
            "DebtRepository",
            "Debts",
            "Draft",
            "Drafting",
            "Flight",
            "Lessons",
            "MessageRequest",
            "Missing",
            "Names",
            "Notices",
            "NumberAnswers",
            "Owed",
            "Past",
            "Payment",
            "Reception",
            "Reconciler",
            "Records",
            "RegainAfter",
            "Rendezvous",
            "Room",
            "Starts",
            "StatusSequel",
            "Steps",
            "Submission",
            "Sweep",
            "Tally",
            "TopLevel",
            "Turn",
            "Unknowns",
            "Waits",
            "Walk",
            "Withheld",
            "Words");

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    @Test
    void noClassHasARetiredName() {
        assertThat(topLevel().map(JavaClass::getSimpleName)).doesNotContainAnyElementsOf(RETIRED);
    }

    @Test
    void thePackageOfTheJournalIsCalledJournal() {
        assertThat(topLevel().map(JavaClass::getPackageName)).noneMatch(name -> name.startsWith("io.estafet.outcome"));
    }

    @Test
    void twoClassesNeverShareAName() {
        Map<String, List<String>> names = topLevel()
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(names.entrySet()).noneMatch(name -> name.getValue().size() > 1);
    }

    /** The version before reads and writes the outbox by its old name, which only the migrations know. */
    @Test
    void noStatementUsesTheOldNameOfTheOutbox() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> users = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(MIGRATIONS))
                    .filter(RetiredNamesTest::namesTheOldTable)
                    .toList();
            assertThat(users).isEmpty();
        }
    }

    private static boolean namesTheOldTable(Path file) {
        try {
            return Files.readString(file).contains("projection_debt");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JavaClass> topLevel() {
        return Program.CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"));
    }
}
