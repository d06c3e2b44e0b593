package io.estafet.directory.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.sender.AccessToken;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphAnswerTest {

    private static final AccessToken TOKEN = new AccessToken("EAAGsecret");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"id\":\"1\"}                                        | FOUND",
                "200 | {\"error\":{\"code\":190,\"message\":\"no\"}}         | REFUSED",
                "401 | {\"error\":{\"code\":190,\"message\":\"no\"}}         | REFUSED",
                "400 | {\"error\":{\"code\":100,\"error_subcode\":33}}       | REFUSED",
                "400 | {\"error\":{\"code\":80007,\"message\":\"limit\"}}    | AWAY",
                "400 | {\"error\":{\"code\":7,\"is_transient\":true}}        | AWAY",
                "500 | {\"error\":{\"code\":131000,\"message\":\"oops\"}}    | AWAY",
                "503 | <html>no</html>                                       | AWAY",
                "429 | slow down                                             | AWAY",
                "200 | <html>hello</html>                                    | UNREADABLE",
                "200 | [1]                                                   | UNREADABLE",
                "200 | {\"id\":\"1\"} {}                                     | UNREADABLE",
                "302 | {}                                                    | UNREADABLE",
                "404 | <html>no</html>                                       | UNREADABLE",
                "400 | {\"error\":\"no\"}                                    | UNREADABLE"
            })
    void tellsWhatWillBeTheSameNextTimeFromWhatWillNot(int status, String body, GraphAnswer.Kind kind) {
        assertThat(GraphAnswer.of(status, Buffer.buffer(body), TOKEN).kind()).isEqualTo(kind);
    }

    @Test
    void wordsAreOneBoundedLineWithoutTheToken() {
        // Given
        String words = "Malformed access token EAAGsecret\\r\\nX: y\\u0000" + "z".repeat(1_000);

        // When
        GraphAnswer answer =
                GraphAnswer.of(400, Buffer.buffer("{\"error\":{\"code\":190,\"message\":\"" + words + "\"}}"), TOKEN);

        // Then: a text that holds NUL is refused by the reader of JSON as a whole
        assertThat(answer.kind()).isEqualTo(GraphAnswer.Kind.UNREADABLE);
        String clean = words.replace("\\u0000", "");
        GraphAnswer refused =
                GraphAnswer.of(400, Buffer.buffer("{\"error\":{\"code\":190,\"message\":\"" + clean + "\"}}"), TOKEN);
        assertThat(refused.kind()).isEqualTo(GraphAnswer.Kind.REFUSED);
        assertThat(refused.words())
                .startsWith("(#190) Malformed access token [token] X: y")
                .hasSize(299);
    }
}
