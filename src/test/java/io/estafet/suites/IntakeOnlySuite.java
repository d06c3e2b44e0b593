package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests against one program that accepts and hears webhooks, and does not dispatch; replicas may. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.directory.ProjectionIT",
            "io.estafet.flow.DailyLimitIT",
            "io.estafet.http.EveryRouteIT",
            "io.estafet.http.Http2LimitsIT",
            "io.estafet.http.LostCallersIT",
            "io.estafet.http.UnsentAnswersIT"
        })
class IntakeOnlySuite {}
