package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** A burst of thousands of callers. It comes early, beside tests that need little of the machine. */
@Suite
@SelectClasses(names = {"io.estafet.flow.BurstIT"})
class BurstSuite {}
