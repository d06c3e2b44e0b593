package io.estafet.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The webhook envelope around updates, and its signature over the raw bytes. */
final class WebhookBody {
    private WebhookBody() {}

    /** Updates that travel in one change: same WABA, same number, same list. */
    private record Group(String wabaId, @Nullable String numberId, String list) {}

    static byte[] of(List<Update> updates, long nowSeconds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(updates.size() * 512);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("object", "whatsapp_business_account");
            json.writeArrayFieldStart("entry");
            for (var entry : byWaba(updates).entrySet()) {
                json.writeStartObject();
                json.writeStringField("id", entry.getKey());
                json.writeNumberField("time", nowSeconds);
                json.writeArrayFieldStart("changes");
                for (List<Update> group : entry.getValue().values()) {
                    writeChanges(json, group);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, Map<Group, List<Update>>> byWaba(List<Update> updates) {
        Map<String, Map<Group, List<Update>>> entries = new LinkedHashMap<>();
        for (Update update : updates) {
            BusinessNumber number = update.number();
            Group group = new Group(update.wabaId(), number == null ? null : number.id(), update.list());
            entries.computeIfAbsent(update.wabaId(), absent -> new LinkedHashMap<>())
                    .computeIfAbsent(group, absent -> new ArrayList<>())
                    .add(update);
        }
        return entries;
    }

    static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // The JDK refuses an empty key, and WhatsApp has no app without a secret either.
            byte[] key = secret.isEmpty() ? new byte[] {0} : secret.getBytes(UTF_8);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static void writeChanges(JsonGenerator json, List<Update> group) throws IOException {
        BusinessNumber number = group.get(0).number();
        if (number == null) {
            for (Update change : group) {
                json.writeStartObject();
                json.writeStringField("field", change.list());
                json.writeFieldName("value");
                change.write(json);
                json.writeEndObject();
            }
            return;
        }
        json.writeStartObject();
        json.writeStringField("field", "messages");
        json.writeObjectFieldStart("value");
        json.writeStringField("messaging_product", "whatsapp");
        json.writeObjectFieldStart("metadata");
        json.writeStringField("display_phone_number", number.spec().displayPhoneNumber());
        json.writeStringField("phone_number_id", number.id());
        json.writeEndObject();
        writeContacts(json, group);
        json.writeArrayFieldStart(group.get(0).list());
        for (Update update : group) {
            update.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeContacts(JsonGenerator json, List<Update> group) throws IOException {
        if (!group.get(0).list().equals("messages")) {
            return;
        }
        json.writeArrayFieldStart("contacts");
        for (Update update : group) {
            if (update instanceof Update.Inbound inbound) {
                json.writeStartObject();
                json.writeObjectFieldStart("profile");
                json.writeStringField("name", "Person " + inbound.person().hashCode() % 1000);
                json.writeEndObject();
                json.writeStringField("wa_id", inbound.person());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
