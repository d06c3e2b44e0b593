package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests that start the packaged program and its servers as processes. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.ContractIT",
            "io.estafet.EmbeddedProgramIT",
            "io.estafet.embedded.EmbeddedServersIT",
            "io.estafet.embedded.PostgresServerIT",
            "io.estafet.embedded.RedisServerIT",
            "io.estafet.http.ConnectionGuardsIT",
            "io.estafet.upgrade.UpgradeIT"
        })
class EmbeddedProgramSuite {}
