package io.estafet.demo;

import java.util.List;
import java.util.Map;

/**
 * A business of the demo: one portfolio, its numbers and templates.
 *
 * @param apiKey the API key of its tenant
 * @param messagingLimit people per moving 24 h, or "unlimited"
 */
record Shop(
        String apiKey, String portfolio, Object messagingLimit, List<PhoneNumber> numbers, List<Template> templates) {

    static final String TOKEN = "demo-access-token";

    /** @param throughput messages per second */
    record PhoneNumber(String id, String wabaId, String display, int throughput) {}

    /** @param text the body, with {@code {{1}}} for its only parameter */
    record Template(String wabaId, String name, String language, String category, String status, String text) {

        List<Map<String, Object>> components() {
            return List.of(Map.of("type", "BODY", "text", text));
        }
    }

    static final PhoneNumber ORDERS = new PhoneNumber("106500000001000", "waba-nusantara", "+62 21 5000 1000", 1_000);
    static final PhoneNumber SERVICE =
            new PhoneNumber("106500000000080", "waba-nusantara-care", "+62 21 5000 0080", 80);
    static final PhoneNumber ATELIER = new PhoneNumber("106500000000020", "waba-atelier", "+33 1 80 00 00 20", 20);

    static final Template ORDER = new Template(
            "waba-nusantara",
            "order_confirmation",
            "id",
            "utility",
            "APPROVED",
            "Terima kasih {{1}}, pesanan Anda sudah kami terima dan sedang disiapkan.");
    static final Template NEWS = new Template(
            "waba-nusantara",
            "new_arrivals",
            "en",
            "marketing",
            "APPROVED",
            "Hello {{1}}, this week's new arrivals are in the shop.");
    static final Template FLASH_SALE = new Template(
            "waba-nusantara",
            "flash_sale",
            "en",
            "marketing",
            "PAUSED",
            "Hello {{1}}, today only: half price on everything in your basket.");
    static final Template REFUSED = new Template(
            "waba-nusantara", "win_a_prize", "en", "marketing", "REJECTED", "Dear {{1}}, you have won. Answer now.");
    static final Template DISABLED = new Template(
            "waba-nusantara", "old_campaign", "en", "marketing", "DISABLED", "Dear {{1}}, our old campaign is over.");
    static final Template OTP = new Template(
            "waba-nusantara-care",
            "login_code",
            "en",
            "authentication",
            "APPROVED",
            "Your login code is {{1}}. Do not share it.");
    static final Template SHIPPING = new Template(
            "waba-nusantara-care",
            "shipping_update",
            "fr",
            "utility",
            "APPROVED",
            "Bonjour {{1}}, votre colis est en route et arrive demain.");
    static final Template PROMOTION = new Template(
            "waba-atelier",
            "summer_promotion",
            "fr",
            "marketing",
            "APPROVED",
            "Bonjour {{1}}, la collection d'été est arrivée à l'atelier.");

    static final Shop NUSANTARA = new Shop(
            "demo",
            "nusantara",
            "unlimited",
            List.of(ORDERS, SERVICE),
            List.of(ORDER, NEWS, FLASH_SALE, REFUSED, DISABLED, OTP, SHIPPING));

    /** Its limit is smaller than its audience, on purpose. */
    static final Shop ATELIER_SHOP = new Shop("demo2", "atelier", 250, List.of(ATELIER), List.of(PROMOTION));

    static final List<Shop> ALL = List.of(NUSANTARA, ATELIER_SHOP);
}
