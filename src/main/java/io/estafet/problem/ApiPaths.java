package io.estafet.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The paths of the API and the methods of each, as the resources declare them. Thread-safe. */
@Singleton
public final class ApiPaths {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Pattern WORD = Pattern.compile("/[^/{]");

    private final List<Route> routes;

    @Inject
    ApiPaths(BeanManager beans) {
        this(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream().map(Bean::getBeanClass));
    }

    ApiPaths(Stream<? extends Class<?>> classes) {
        Map<String, Set<String>> methods = new TreeMap<>();
        classes.filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .forEach(method -> add(methods, method));
        // Of two paths that match, the one with more literal segments is meant.
        this.routes = methods.entrySet().stream()
                .map(declared -> Route.of(declared.getKey(), declared.getValue()))
                .sorted(Comparator.comparingLong(Route::words).reversed())
                .toList();
    }

    /**
     * The methods of a path, sorted; none for a path that is not part of the API. A slash at the end makes no
     * difference.
     *
     * @param path decoded as far as its characters need no encoding
     */
    public Set<String> methods(String path) {
        return routes.stream()
                .filter(route -> route.path().matcher(path).matches())
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

    /** @param words literal segments */
    private record Route(Pattern path, long words, Set<String> methods) {

        static Route of(String path, Set<String> methods) {
            long words = WORD.matcher(path).results().count();
            return new Route(Pattern.compile(PARAMETER.matcher(path).replaceAll("[^/]+") + "/*"), words, methods);
        }
    }
}
