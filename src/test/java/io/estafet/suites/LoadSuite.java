package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Loads, attacks and fills the packaged program. */
@Suite
@SelectClasses(names = {"io.estafet.flow.BurstIT", "io.estafet.flow.LargeDirectoryIT", "io.estafet.http.AttackIT"})
class LoadSuite {}
