package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests of webhooks, against one program that has a quiet clockwork. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.inbound.StatusEffectsIT",
            "io.estafet.inbound.NumbersAndNamesIT",
            "io.estafet.inbound.StoredTracesIT",
            "io.estafet.inbound.WebhookReceiverIT",
            "io.estafet.inbound.WebhookWorkIT"
        })
class WebhookSuite {}
