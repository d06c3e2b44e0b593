package io.estafet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How classes are made, configured and called. */
class BeansAndNamesTest {

    private static final DescribedPredicate<JavaClass> PANACHE =
            JavaClass.Predicates.resideInAPackage("io.quarkus.hibernate.reactive.panache..");

    @Test
    void beansAreConstructed() {
        noFields().should().beAnnotatedWith(Inject.class).check(Program.CLASSES);
        noClasses().should().dependOnClassesThat(PANACHE).check(Program.CLASSES);
    }

    @Test
    void configIsAMapping() {
        fields().should().notBeAnnotatedWith(ConfigProperty.class).check(Program.CLASSES);
        classes()
                .that()
                .areAnnotatedWith(ConfigMapping.class)
                .should()
                .beInterfaces()
                .andShould()
                .haveSimpleNameEndingWith("Config")
                .check(Program.CLASSES);
    }

    /** Its user is its package, or an adapter of it: what a port promises may be configured for all of them. */
    @Test
    void configLivesBesideItsUser() {
        List<String> strays = Program.CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .filter(type -> type.getDirectDependenciesToSelf().stream()
                        .map(dependency -> dependency.getOriginClass())
                        .noneMatch(user -> isAtHome(user, type) && !user.equals(type)))
                .map(JavaClass::getName)
                .toList();
        assertThat(strays).isEmpty();
    }

    private static boolean isAtHome(JavaClass user, JavaClass config) {
        return (user.getPackageName() + ".").startsWith(config.getPackageName() + ".");
    }

    @Test
    void roleIsInTheRightPlace() {
        only("Script", "..redis");
        only("Resource", "..rest");
        only("Repository", "..postgres");
    }

    private static void only(String role, String home) {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveSimpleNameEndingWith(role)
                .should()
                .resideInAPackage(home)
                .allowEmptyShould(true)
                .check(Program.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Manager"})
    void nameTellsTheRole(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(Program.CLASSES);
    }

    /** A package says what it is for, and that nothing in it is null unless it says so. */
    @Test
    void packageTellsItsPlace() {
        Set<String> silent = Program.CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(found -> found.tryGetPackageInfo()
                        .map(info -> !info.isAnnotatedWith(NullMarked.class))
                        .orElse(true))
                .map(found -> found.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(silent).isEmpty();
    }
}
