package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAwayExceptionTest {

    @Test
    void namesTheServerItsPlaceTheTimeoutAndTheCauseInOneLine() {
        // Given
        Throwable failure = new IllegalStateException("retries", new ConnectException("Connection\n refused"));

        // When
        var away = new ServerAwayException("Redis", "redis://:sesame@r:6379", Duration.ofSeconds(60), failure);

        // Then
        assertThat(away)
                .hasMessage("Redis at redis://r:6379 was not usable within 60 s (estafet.startup.timeout):"
                        + " ConnectException: Connection refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "redis://r:6379 redis://r:6379",
                "redis://:a,b/c@d@r:1,redis://:x@s:2 redis://r:1,redis://s:2",
                "redis://r:1,redis://u:x@s:2 redis://r:1,redis://s:2",
                "postgresql://u:x@p:5432/estafet?user=u&password=x postgresql://p:5432/estafet"
            })
    void tellsNoPassword(String url, String told) {
        assertThat(ServerAwayException.withoutSecrets(url)).isEqualTo(told);
    }
}
