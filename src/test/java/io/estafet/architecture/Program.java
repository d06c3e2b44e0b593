package io.estafet.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The compiled program, read once, and what its packages are called. */
final class Program {

    static final String ROOT = "io.estafet";
    /** The root package itself: it composes everything. */
    static final String COMPOSITION = "(root)";

    /** Main classes only; what Quarkus generates beside them is not ours. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .withImportOption(Program::isWrittenByUs)
            .importPackages(ROOT);

    private Program() {}

    /** {@code queue.redis} for {@code io.estafet.queue.redis.RedisQueue}. */
    static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? COMPOSITION : name.substring(ROOT.length() + 1);
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** {@code queue.Entry} for it and for what is nested in it. */
    static String nameOf(JavaClass type) {
        String top = type.getName().substring(ROOT.length() + 1);
        int nested = top.indexOf('$');
        return nested < 0 ? top : top.substring(0, nested);
    }

    private static boolean isWrittenByUs(Location location) {
        return !location.contains("_ClientProxy") && !location.contains("_Bean");
    }
}
