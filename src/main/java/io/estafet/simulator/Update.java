package io.estafet.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One event of a webhook. Events of one account, number and list may travel in one {@code change}. */
interface Update {
    String wabaId();

    /** The business number of an event in the field {@code messages}; null for a {@link Change}. */
    @Nullable
    BusinessNumber number();

    /** {@code statuses} or {@code messages}; the field's name for a {@link Change}. */
    String list();

    void write(JsonGenerator json) throws IOException;

    /** An event that travels in a change of its own: template, limit, quality, preference and account events. */
    record Change(String wabaId, String list, JsonNode value) implements Update {
        @Override
        public @Nullable BusinessNumber number() {
            return null;
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writePOJO(value);
        }
    }

    /** A message that a person wrote. */
    record Inbound(BusinessNumber number, String person, String wamid, long atMillis, JsonNode message)
            implements Update {
        @Override
        public String wabaId() {
            return number.spec().wabaId();
        }

        @Override
        public String list() {
            return "messages";
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("from", person);
            json.writeStringField("id", wamid);
            json.writeStringField("timestamp", Long.toString(atMillis / 1000));
            for (var field : message.properties()) {
                json.writeFieldName(field.getKey());
                json.writePOJO(field.getValue());
            }
            json.writeEndObject();
        }
    }

    /** A step in the life of a message that the business sent. {@code error} is set only with {@code failed}. */
    record Status(
            Sent sent,
            String status,
            long atMillis,
            boolean priced,
            int version,
            @Nullable GraphError error) implements Update {
        @Override
        public BusinessNumber number() {
            return sent.number();
        }

        @Override
        public String wabaId() {
            return sent.number().spec().wabaId();
        }

        @Override
        public String list() {
            return "statuses";
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", sent.wamid());
            json.writeStringField("status", status);
            json.writeStringField("timestamp", Long.toString(atMillis / 1000));
            json.writeStringField(sent.phone() ? "recipient_id" : "recipient_user_id", sent.person());
            if (sent.callbackData() != null) {
                json.writeStringField("biz_opaque_callback_data", sent.callbackData());
            }
            if (priced) {
                writePrice(json);
            }
            if (error != null) {
                writeError(json, error);
            }
            json.writeEndObject();
        }

        private void writePrice(JsonGenerator json) throws IOException {
            if (version < 24) {
                json.writeObjectFieldStart("conversation");
                json.writeStringField("id", sent.wamid().substring(sent.wamid().length() - 16));
                if (status.equals("sent")) {
                    String expiry = Long.toString(atMillis / 1000 + 86_400);
                    json.writeStringField("expiration_timestamp", expiry);
                }
                json.writeObjectFieldStart("origin");
                json.writeStringField("type", sent.category());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeObjectFieldStart("pricing");
            json.writeBooleanField("billable", true);
            json.writeStringField("pricing_model", "PMP");
            json.writeStringField("type", "regular");
            json.writeStringField("category", sent.category());
            json.writeEndObject();
        }

        private static void writeError(JsonGenerator json, GraphError error) throws IOException {
            json.writeArrayFieldStart("errors");
            json.writeStartObject();
            json.writeNumberField("code", error.code());
            json.writeStringField("title", error.title());
            json.writeStringField("message", error.title());
            json.writeObjectFieldStart("error_data");
            json.writeStringField("details", error.details());
            json.writeEndObject();
            json.writeStringField(
                    "href", "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
            json.writeEndObject();
            json.writeEndArray();
        }
    }
}
