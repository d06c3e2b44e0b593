package io.estafet.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The written contract, for those who compare it with the program. An operation is named as "GET /v1/senders". */
public final class OpenApi {

    private static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");
    private static final String PARAMETERS = "parameters";
    private static final String REFERENCE = "$ref";
    private static final Set<String> OF_THE_PATH = Set.of(PARAMETERS, "summary", "description", "servers");

    private final JsonNode root;

    private OpenApi(JsonNode root) {
        this.root = root;
    }

    public static OpenApi read() {
        try {
            return new OpenApi(new YAMLMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode root() {
        return root;
    }

    String version() {
        return root.at("/info/version").asText();
    }

    public Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(field -> {
                    if (!OF_THE_PATH.contains(field.getKey())) {
                        String verb = field.getKey().toUpperCase(Locale.ROOT);
                        operations.put(verb + " " + path.getKey(), field.getValue());
                    }
                }));
        return operations;
    }

    /** Their names, with those of the whole path. */
    public Set<String> parameters(String operation, String in) {
        String path = operation.substring(operation.indexOf(' ') + 1);
        return Stream.of(root.path("paths").path(path), operation(operation))
                .flatMap(node -> elements(node.path(PARAMETERS)))
                .map(this::resolved)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean hasBody(String operation) {
        return operation(operation).has("requestBody");
    }

    public Set<String> bodyTypes(String operation) {
        return names(resolved(operation(operation).path("requestBody")).path("content"));
    }

    public Set<String> statuses(String operation) {
        return names(operation(operation).path("responses"));
    }

    /** True when no key is asked for. */
    public boolean isOpen(String operation) {
        JsonNode own = operation(operation).path("security");
        return own.isMissingNode() ? root.path("security").isEmpty() : own.isEmpty();
    }

    Set<String> tags() {
        return elements(root.path("tags")).map(tag -> tag.path("name").asText()).collect(Collectors.toSet());
    }

    JsonNode schema(String name) {
        return root.path("components").path("schemas").path(name);
    }

    Set<String> words(String schema) {
        return texts(schema(schema).path("enum"));
    }

    public Set<String> fields(String schema) {
        return names(schema(schema).path("properties"));
    }

    public Set<String> required(String schema) {
        return texts(schema(schema).path("required"));
    }

    /** @param pointer where it stands in the document */
    int number(String pointer) {
        return root.requiredAt(pointer).intValue();
    }

    Set<String> references() {
        List<JsonNode> all = root.findValues(REFERENCE);
        Set<String> references = all.stream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
        // A scheme is used by its name.
        root.path("security")
                .forEach(scheme -> scheme.fieldNames()
                        .forEachRemaining(name -> references.add("#/components/securitySchemes/" + name)));
        return references;
    }

    /** As references would name them. */
    Set<String> shared() {
        Set<String> shared = new TreeSet<>();
        root.path("components")
                .fields()
                .forEachRemaining(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> shared.add("#/components/" + kind.getKey() + "/" + name)));
        return shared;
    }

    boolean resolves(String reference) {
        return reference.startsWith("#/") && !root.at(reference.substring(1)).isMissingNode();
    }

    private JsonNode operation(String name) {
        return operations().get(name);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has(REFERENCE) ? root.at(node.path(REFERENCE).asText().substring(1)) : node;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
