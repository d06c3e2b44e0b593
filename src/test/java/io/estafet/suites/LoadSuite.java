package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Attacks the packaged program, and starts it with much to read. */
@Suite
@SelectClasses(names = {"io.estafet.flow.LargeDirectoryIT", "io.estafet.http.AttackIT"})
class LoadSuite {}
