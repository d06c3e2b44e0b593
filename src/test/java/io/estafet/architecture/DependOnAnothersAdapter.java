package io.estafet.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** True of a class that depends on an adapter package other than its own. */
final class DependOnAnothersAdapter extends ArchCondition<JavaClass> {

    DependOnAnothersAdapter() {
        super("depend on an adapter package other than their own");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (Program.isOurs(target)
                    && isAdapter(Program.packageOf(target))
                    && !target.getPackageName().equals(type.getPackageName())) {
                events.add(SimpleConditionEvent.satisfied(type, dependency.getDescription()));
            }
        }
    }

    private static boolean isAdapter(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && FlowTable.TECHNOLOGIES.contains(name.substring(dot + 1));
    }
}
