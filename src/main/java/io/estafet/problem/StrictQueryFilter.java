package io.estafet.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks queries strictly, for every call that needs a key. A name that the method does not take, a name that is given
 * twice, and a name without a value are refused with 422. A filter that is silently ignored matches everything, so that
 * much more than intended would be read, or sent again. Calls that need no key come from WhatsApp, whose queries are
 * not ours to judge.
 */
@Provider
public final class StrictQueryFilter implements ContainerRequestFilter {

    private final Map<Method, Set<String>> taken = new ConcurrentHashMap<>();

    /** @throws ProblemException 422 */
    @Override
    public void filter(ContainerRequestContext request) {
        String query = Requests.routing(request).request().query();
        Method method = Requests.method(request);
        if (query != null && !method.isAnnotationPresent(PermitAll.class)) {
            check(query, taken.computeIfAbsent(method, StrictQueryFilter::names));
        }
    }

    static void check(String query, Set<String> names) {
        Set<String> given = new HashSet<>();
        // Vert.x, which reads the values, treats both characters as the end of a pair.
        for (String pair : query.split("[&;]", -1)) {
            if (!pair.isEmpty()) {
                check(pair, names, given);
            }
        }
    }

    private static void check(String pair, Set<String> names, Set<String> given) {
        int end = pair.indexOf('=');
        String name = PercentEncoding.decoded(end < 0 ? pair : pair.substring(0, end));
        String value = end < 0 ? "" : PercentEncoding.decoded(pair.substring(end + 1));
        if (!names.contains(name)) {
            throw invalid(
                    names.isEmpty()
                            ? "this call takes no query"
                            : "the query has an unknown name; known are " + String.join(", ", names));
        }
        if (!given.add(name)) {
            throw invalid(name + " stands twice in the query");
        }
        if (value.isEmpty()) {
            throw invalid(name + " is empty in the query; leave it out");
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(Code.INVALID, detail);
    }

    /** The names that a method declares by {@link QueryParam}, itself or in a record of parameters. */
    private static Set<String> names(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(StrictQueryFilter::elements)
                .map(element -> element.getAnnotation(QueryParam.class))
                .flatMap(Stream::ofNullable)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<AnnotatedElement> elements(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields())
                : Stream.of(parameter);
    }
}
