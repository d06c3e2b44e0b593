package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests that each want a program with settings or servers of its own. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.directory.rest.NumberProofIT",
            "io.estafet.directory.rest.TenantBoundsIT",
            "io.estafet.flow.ClusterIT",
            "io.estafet.flow.PoisonIT",
            "io.estafet.flow.SentinelIT",
            "io.estafet.flow.UnknownPoliciesIT",
            "io.estafet.inbound.LargePayloadIT"
        })
class CustomProgramsSuite {}
