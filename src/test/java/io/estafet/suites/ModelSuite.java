package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** The rules in plain Java against the scripts, over random histories. */
@Suite
@SelectClasses(names = {"io.estafet.admission.AdmissionModelIT"})
class ModelSuite {}
