package io.estafet.intake.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.intake.Refusal;
import io.estafet.intake.RequestParser;
import io.estafet.intake.Source;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever was pushed, little of it is kept. */
class RefusedEntryTest {

    private static final int MOST_BYTES = 16 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, ' ', '"', '\\', 'x', 0x7f, 0x80, 0xc3, 0xff})
    void bytesOfAnyKindAreKeptWithinABound(int value) {
        byte[] entry = new byte[64 * 1024];
        Arrays.fill(entry, (byte) value);

        String kept = kept(entry);

        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        assertThat(new JsonObject(kept).getString("entry")).isNotEmpty();
    }

    @Test
    void aCharacterIsNotCutInTwo() {
        String kept = kept("\u0001\ud83d\ude42".repeat(1_000).getBytes(StandardCharsets.UTF_8));

        String entry = new JsonObject(kept).getString("entry");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(entry)).isTrue();
        assertThat(entry).startsWith("\u0001\ud83d\ude42");
    }

    @Test
    void anOrdinaryEntryIsKeptUpToFourKilobytes() {
        String entry = "{\"reference\":\"" + "x".repeat(5_000);
        assertThat(new JsonObject(kept(entry.getBytes(StandardCharsets.UTF_8))).getString("entry"))
                .isEqualTo(entry.substring(0, 4 * 1024));
    }

    @Test
    void ofTenThousandFlawsAFewAreKept() {
        String texts = String.join(",", Collections.nCopies(6_000, "\"\\u0000\""));
        String name = "n".repeat(3_000);
        String kept = kept(("{\"" + name + "\":[" + texts + "]}").getBytes(StandardCharsets.UTF_8));

        assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        assertThat(new JsonObject(kept).getJsonObject("problem").getJsonArray("errors"))
                .hasSize(10);
    }

    private static String kept(byte[] entry) {
        Refusal refusal = RequestParser.parse(Source.LIST, entry).match(RefusedEntryTest::none, one -> one);
        return RefusedEntry.json(entry, refusal, Instant.EPOCH);
    }

    private static Refusal none(Object request) {
        throw new AssertionError("it is accepted: " + request);
    }
}
