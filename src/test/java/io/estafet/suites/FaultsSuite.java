package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Breaks replicas and servers under load. */
@Suite
@SelectClasses(names = {"io.estafet.flow.FaultsIT"})
class FaultsSuite {}
