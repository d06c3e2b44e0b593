package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.estafet.json.Flaw;
import io.estafet.json.JsonException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemMappersTest {

    private final ProblemMappers mappers = new ProblemMappers();

    static Stream<Arguments> unexpected() {
        return Stream.of(
                arguments(new PoolBusyException(), Code.BUSY),
                arguments(new IllegalStateException(new PoolBusyException()), Code.BUSY),
                arguments(new TimeoutException(), Code.UNAVAILABLE),
                arguments(new IllegalStateException(new ConnectException()), Code.UNAVAILABLE),
                arguments(new IllegalStateException("CONNECTION_CLOSED"), Code.UNAVAILABLE),
                arguments(new ClosedConnectionException(), Code.UNAVAILABLE),
                arguments(new IllegalStateException("a secret"), Code.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("unexpected")
    void failuresThatMayPassAskToComeAgain(Throwable failure, Code code) {
        Response answer = mappers.unexpected(failure);
        assertThat(answer.getEntity()).isEqualTo(Problem.of(code, "", List.of()));
        assertThat(answer.getStatus()).isEqualTo(code.status());
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo(code == Code.INTERNAL ? null : "1");
    }

    @Test
    void problemsAreAnsweredAsTheyAre() {
        Response answer = mappers.problem(ProblemException.of(Code.CONFLICT, "why"));
        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getMediaType()).hasToString("application/problem+json");
        assertThat(answer.getEntity()).isEqualTo(Problem.of(Code.CONFLICT, "why", List.of()));
    }

    @Test
    void badJsonIsAProblemWithItsFlaws() {
        List<Flaw> flaws = List.of(new Flaw("/a", "not so"));
        Response answer = mappers.unreadable(JsonException.invalid(flaws));
        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(answer.getEntity()).isEqualTo(Problem.of(Code.INVALID, "", flaws));
    }

    @Test
    void aMissingAndAnUnknownKeyAskForOne() {
        for (Response answer : List.of(
                mappers.unauthorized(new UnauthorizedException()),
                mappers.unauthorized(new AuthenticationFailedException()))) {
            assertThat(answer.getStatus()).isEqualTo(401);
            assertThat(answer.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(mappers.forbidden(new ForbiddenException()).getStatus()).isEqualTo(403);
    }

    @Test
    void refusalsOfTheFrameworkAreProblemsToo() {
        Response form = mappers.refused(new NotSupportedException());
        assertThat(form.getStatus()).isEqualTo(415);
        assertThat(((Problem) form.getEntity()).detail()).contains("application/json");
        Response method = mappers.refused(new NotAllowedException("GET", new String[0]));
        assertThat(method.getStatus()).isEqualTo(405);
        assertThat(method.getHeaders().get("Allow")).isNotEmpty();
    }

    /** Named as the clients' pools name theirs. */
    private static final class PoolBusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class ClosedConnectionException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
