package io.estafet.consequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.recipient.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaIdAliasesTest {

    @ParameterizedTest
    @CsvSource({
        "+5531987654321, 553187654321, +553187654321",
        "+525512345678, 5215512345678, +5215512345678",
        "+541112345678, 5491112345678, +5491112345678",
        "+5511987654321, 5511987654321,",
        "+5531987654321, 525512345678,",
        "+6281200000001, 6281200000002,",
        "+5531987654321, 55,",
        "+5531987654321, 55abc,",
        "US.1349, 5531987654321,",
    })
    void onlyANumberOfTheSameRewrittenCountryIsAnotherName(String dialled, String waId, String alias) {
        assertThat(WaIdAliases.alias(Address.parse(dialled), waId)
                        .map(Address::value)
                        .orElse(null))
                .isEqualTo(alias);
    }
}
