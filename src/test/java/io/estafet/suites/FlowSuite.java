package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests of the way of a message, against one program with all its parts. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.flow.FlowIT",
            "io.estafet.flow.DamageIT",
            "io.estafet.flow.ErasureIT",
            "io.estafet.flow.EveryScriptIT",
            "io.estafet.flow.RefusalsIT",
            "io.estafet.flow.MetricsIT",
            "io.estafet.flow.MisconfiguredNumberIT",
            "io.estafet.flow.MovedNumberIT",
            "io.estafet.flow.RebuildCausesIT"
        })
class FlowSuite {}
