package io.estafet.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovedTimesTest {

    private static final Instant FROM = Instant.parse("2026-11-30T17:00:00Z");
    private static final Instant TO = Instant.parse("2027-01-01T17:00:01.5Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-30 23:59:59.123456+00 | 2027-01-02 00:00:00.623456+00",
                "2026-11-30T17:00:00Z | 2027-01-01T17:00:01.5Z",
                "the second 1796058000, and so on | the second 1798822801, and so on",
                "{\"at\":\"1796058000\"} | {\"at\":\"1798822801\"}",
                "1796058000123 | 1798822801623",
                "7,1796058000123,S;8,1796058000124,S | 7,1798822801623,S;8,1798822801624,S",
                "1796058000123456 | 1798822801623456",
                "019ad5c1-2d40-7123-8abc-0123456789ab. | 019ad5c1-2d40-7123-8abc-0123456789ab.",
                "1970-01-01 00:00:00+00 | 1970-01-01 00:00:00+00",
                "1000000000017 | 1000000000017",
                "106500000002001 | 106500000002001",
                "+628110000180 | +628110000180",
                "P1796058000123 | P1798822801623",
                "1796058000123x | 1796058000123x"
            })
    void movesTimesAndNothingElse(String text, String moved) {
        assertThat(new MovedTimes(FROM, TO).in(text)).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "86400000"})
    void keepsTheRestOfAnId(long later) {
        String id = "%012x".formatted(FROM.toEpochMilli() + later).replaceFirst("(.{8})", "$1-")
                + "-7abc-8def-0123456789ab";

        String moved = new MovedTimes(FROM, TO).in("x " + id + ".2");

        assertThat(moved).endsWith("-7abc-8def-0123456789ab.2");
        assertThat(Long.parseLong(moved.substring(2, 15).replace("-", ""), 16)).isEqualTo(TO.toEpochMilli() + later);
    }
}
