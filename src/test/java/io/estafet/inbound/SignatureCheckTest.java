package io.estafet.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignatureCheckTest {

    private static final byte[] BODY = "{\"object\":\"whatsapp_business_account\"}".getBytes(UTF_8);

    @Test
    void findsTheSignatureOfAnySecretWhileTheBytesArrive() throws Exception {
        byte[] given = mac("new").doFinal(BODY);
        SignatureCheck check = new SignatureCheck(given, List.of(mac("old"), mac("new")));
        for (byte each : BODY) {
            check.update(new byte[] {each});
        }
        assertThat(check.isSigned()).isTrue();
        assertThat(check.isSigned()).as("asked again").isTrue();
    }

    @Test
    void refusesBytesThatNoSecretSigned() throws Exception {
        SignatureCheck check = new SignatureCheck(mac("new").doFinal(BODY), List.of(mac("old"), mac("other")));
        check.update(BODY);
        assertThat(check.isSigned()).isFalse();
    }

    @Test
    void refusesBytesThatWereChanged() throws Exception {
        SignatureCheck check = new SignatureCheck(mac("new").doFinal(BODY), List.of(mac("new")));
        check.update(BODY);
        check.update(new byte[] {' '});
        assertThat(check.isSigned()).isFalse();
    }

    private static Mac mac(String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return mac;
    }
}
