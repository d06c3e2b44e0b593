package io.estafet.delivery.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final String CALLBACK = "019a0000-0000-7000-8000-000000000001.1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":{\"body\":\"hi\"}}",
                " \n{ \"type\" : \"text\" , \"text\" : { \"body\" : \"a\\u0041\\n\\\"b\\\\\" } }\r\n\t",
                "{\"type\":\"text\",\"text\":{\"body\":\"👩‍👩‍👧‍👦 שלום مرحبا \\ud83d\\ude00 { } [ ] , : \"}}",
                "{\"type\":\"text\",\"text\":{\"body\":\"ends in backslash \\\\\"}}",
                "{\"type\":\"template\",\"template\":{\"components\":[{\"to\":\"inner\"},[],{}],"
                        + "\"n\":1e400,\"x\":null}}",
                "{\"type\":\"text\",\"to \":1,\"To\":true,\"text\":{\"recipient\":\"inner\"}}",
                "{\"type\":\"to\",\"a\":\"recipient\"}",
                "{\"t\\u0079pe\":\"text\"}",
            })
    void sendsTheCallersBytesAsTheyAre(String message) {
        // When
        String body = wrap("+31600000001", message);

        // Then
        String inner = message.strip();
        assertThat(body)
                .isEqualTo(
                        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+31600000001\","
                                + inner.substring(1, inner.length() - 1)
                                + ",\"biz_opaque_callback_data\":\""
                                + CALLBACK
                                + "\"}");
    }

    @Test
    void isOneJsonObjectWithTheEnvelopesFields() {
        JsonObject body = new JsonObject(wrap("user.1", "{\"type\":\"text\",\"text\":{\"body\":\"👍\"}}"));

        assertThat(body.fieldNames())
                .containsExactly(
                        "messaging_product", "recipient_type", "recipient", "type", "text", "biz_opaque_callback_data");
        assertThat(body.getString("recipient")).isEqualTo("user.1");
        assertThat(body.getJsonObject("text").getString("body")).isEqualTo("👍");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\":\"+49\",\"type\":\"text\"}",
                "{\"type\":\"text\",\"text\":{\"a\":[1,{\"b\":\"}\"}]},\"recipient\":\"x\"}",
                "{\"type\":\"text\",\"t\\u006f\":\"+49\"}",
                "{\"type\":\"text\" , \"messaging_product\" : \"x\"}",
                "{\"recipient_type\":\"group\",\"type\":\"text\"}",
                "{\"type\":\"text\",\"biz_opaque_callback_data\":\"x\"}",
            })
    void refusesAMessageThatHasAFieldOfTheEnvelope(String message) {
        assertThatThrownBy(() -> wrap("+31600000001", message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("envelope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "{ }",
                "[]",
                "[\"a\"]",
                "\"text\"",
                "null",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1}x",
                "{\"a\":1}{\"b\":2}",
                "{\"a",
                "{\"a\\",
                "{\"a\":1]",
                "x{\"a\":1}"
            })
    void refusesWhatIsNotOneObjectWithFields(String message) {
        assertThatThrownBy(() -> wrap("+31600000001", message)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] message = "{\"type\":\"text\"}".getBytes(StandardCharsets.UTF_16BE);

        assertThatThrownBy(() -> Envelope.wrap("+31600000001", CALLBACK, message))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+49\"", "+49\\", "a b", "é", "+49\n"})
    void refusesAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> wrap(address, "{\"type\":\"text\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("49");
    }

    private static String wrap(String address, String message) {
        Buffer body = Envelope.wrap(address, CALLBACK, message.getBytes(StandardCharsets.UTF_8));
        return body.toString(StandardCharsets.UTF_8);
    }
}
