package io.estafet.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.function.Predicate;

/** Calls by what they call. */
final class Calls {

    private Calls() {}

    static DescribedPredicate<JavaCall<?>> to(String owner, String... names) {
        Set<String> methods = Set.of(names);
        return where(
                owner + "." + String.join("/", names),
                call -> call.getTargetOwner().isAssignableTo(owner) && methods.contains(call.getName()));
    }

    /** The variant of a method with so many arguments. */
    static DescribedPredicate<JavaCall<?>> to(String owner, String name, int arguments) {
        return where(
                owner + "." + name + " with " + arguments + " arguments",
                call -> call.getTargetOwner().isAssignableTo(owner)
                        && call.getName().equals(name)
                        && call.getTarget().getRawParameterTypes().size() == arguments);
    }

    static DescribedPredicate<JavaCall<?>> named(String description, Predicate<String> name) {
        return where(description, call -> name.test(call.getName()));
    }

    static DescribedPredicate<JavaClass> in(String name) {
        return JavaClass.Predicates.resideInAPackage(name);
    }

    private static DescribedPredicate<JavaCall<?>> where(String description, Predicate<JavaCall<?>> matches) {
        return DescribedPredicate.describe("a call of " + description, matches);
    }
}
