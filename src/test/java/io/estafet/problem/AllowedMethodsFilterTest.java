package io.estafet.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paths of two resources, and what is answered to methods that they do not have. */
class AllowedMethodsFilterTest {

    private final ApiPaths paths = new ApiPaths(Stream.of(Things.class, Batches.class, String.class));
    private final AllowedMethodsFilter filter = new AllowedMethodsFilter(paths);

    @ParameterizedTest
    @CsvSource({
        "/v1/things, 'POST'",
        "/v1/things/, 'POST'",
        "/v1/things/7, 'DELETE,GET'",
        "/v1/things/batch, 'PUT'",
        "/v1/things/7/parts, ''",
        "/v1, ''",
        "/, ''",
        "/v1//things, ''"
    })
    void aPathHasTheMethodsOfAllItsResources(String path, String methods) {
        assertThat(String.join(",", paths.methods(path))).isEqualTo(methods);
    }

    @Test
    void otherMethodsAreRefusedWithThoseOfThePath() {
        assertThat(filter.refusal("PUT", "/v1/things/7")).hasValueSatisfying(answer -> {
            assertThat(answer.getStatus()).isEqualTo(405);
            assertThat(answer.getHeaderString("Allow")).isEqualTo("DELETE, GET");
            assertThat(answer.getEntity()).isInstanceOf(Problem.class);
        });
        assertThat(filter.refusal("OPTIONS", "/v1/things/7")).isPresent();
        assertThat(filter.refusal("HEAD", "/v1/things/batch")).isPresent();
    }

    @Test
    void itsOwnMethodsPass() {
        assertThat(filter.refusal("GET", "/v1/things/7")).isEmpty();
        assertThat(filter.refusal("HEAD", "/v1/things/7")).isEmpty();
        assertThat(filter.refusal("PUT", "/v1/things/batch")).isEmpty();
    }

    @Test
    void strangePathsAreLeftToTheFrameworkExceptForOptions() {
        assertThat(filter.refusal("GET", "/elsewhere")).isEmpty();
        assertThatThrownBy(() -> filter.refusal("OPTIONS", "/elsewhere"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
    }

    @Path("/v1/things")
    private static final class Things {

        @POST
        public void make() {}

        @GET
        @Path("/{id}")
        public void get() {}

        @DELETE
        @Path("/{id}")
        public void delete() {}

        public void notACall() {}
    }

    @Path("/v1/things/batch")
    private static final class Batches {

        @PUT
        public void put() {}
    }
}
