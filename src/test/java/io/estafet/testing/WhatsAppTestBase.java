package io.estafet.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A simulator for one test class. */
public abstract class WhatsAppTestBase {

    protected static WhatsApp whatsApp;

    @BeforeAll
    static void startWhatsApp() {
        whatsApp = WhatsApp.start();
    }

    @AfterAll
    static void stopWhatsApp() {
        whatsApp.close();
    }
}
