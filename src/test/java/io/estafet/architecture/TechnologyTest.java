package io.estafet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Technology lives in the leaves. The root composes and the simulator is a program of its own. */
class TechnologyTest {

    @Test
    void restStaysInItsAdapters() {
        // Shared by all of them: problem answers and the caller's identity.
        only("jakarta.ws.rs..", "..rest..", "io.estafet.problem", "io.estafet.access", "io.estafet.http");
    }

    @Test
    void redisStaysInItsAdapters() {
        only("io.vertx.redis..", "io.estafet.redis", "..redis");
        only("io.vertx.mutiny.redis..", "io.estafet.redis", "..redis");
        only("io.quarkus.redis..", "io.estafet.redis", "..redis");
    }

    @Test
    void sqlStaysInItsAdapters() {
        for (String sql : List.of(
                "org.hibernate..",
                "jakarta.persistence..",
                "io.vertx.sqlclient..",
                "io.vertx.mutiny.sqlclient..",
                "io.vertx.pgclient..",
                "java.sql..",
                "org.flywaydb..")) {
            // embedded asks its own server whether it is up.
            only(sql, "..postgres", "io.estafet.embedded");
        }
    }

    @Test
    void jsonAnnotationsStayInTheLeaves() {
        only(
                "com.fasterxml.jackson.annotation..",
                "..rest",
                "..redis",
                "..postgres",
                "..cloudapi",
                "io.estafet.problem",
                "io.estafet.simulator");
    }

    /** Ring 2, the loop, which owns its contexts, the root, which composes, a test's clock, which follows a file. */
    @Test
    void vertxStaysInTheLeavesAndTheLoop() {
        only(
                "io.vertx..",
                "..rest",
                "..redis",
                "..postgres",
                "..cloudapi",
                "io.estafet.problem",
                "io.estafet.access",
                "io.estafet.http",
                "io.estafet.clock",
                "io.estafet.dispatch",
                "io.estafet.dispatch.gauges",
                "io.estafet.simulator",
                "io.estafet");
    }

    private static void only(String technology, String... homes) {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology);
        rule.check(Program.CLASSES);
    }
}
