package io.estafet.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The paths of the API and the methods of each, as the resources declare them. Thread-safe. */
@Singleton
public final class ApiPaths {

    private final List<Route> routes;

    ApiPaths(BeanManager beans) {
        Map<String, Set<String>> methods = new TreeMap<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
                Arrays.stream(bean.getBeanClass().getDeclaredMethods()).forEach(method -> add(methods, method));
            }
        }
        // Of two paths that match, the one with more literal segments is meant.
        this.routes = methods.entrySet().stream()
                .map(entry -> new Route(segments(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparingLong(Route::words).reversed())
                .toList();
    }

    /**
     * The methods of a path, sorted; none for a path that is not part of the API.
     *
     * @param path decoded as far as its characters need no encoding
     */
    public Set<String> methods(String path) {
        List<String> segments = segments(path);
        return routes.stream()
                .filter(route -> route.matches(segments))
                .findFirst()
                .map(Route::methods)
                .orElse(Set.of());
    }

    private static void add(Map<String, Set<String>> methods, Method method) {
        Path beneath = method.getAnnotation(Path.class);
        String path =
                method.getDeclaringClass().getAnnotation(Path.class).value() + (beneath == null ? "" : beneath.value());
        Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .forEach(verb ->
                        methods.computeIfAbsent(path, of -> new TreeSet<>()).add(verb.value()));
    }

    /** The segments of a path. A slash at the end makes no difference. */
    private static List<String> segments(String path) {
        return List.of(path.replaceFirst("^/", "").split("/"));
    }

    private record Route(List<String> segments, Set<String> methods) {

        boolean matches(List<String> path) {
            boolean matches = path.size() == segments.size();
            for (int i = 0; matches && i < segments.size(); i++) {
                String own = segments.get(i);
                matches = isParameter(own) ? !path.get(i).isEmpty() : own.equals(path.get(i));
            }
            return matches;
        }

        long words() {
            return segments.stream().filter(segment -> !isParameter(segment)).count();
        }

        private static boolean isParameter(String segment) {
            return segment.startsWith("{");
        }
    }
}
