package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import io.estafet.directory.ConsentChange;
import io.estafet.directory.Consents;
import io.estafet.http.MaxBody;
import io.estafet.intake.IntakeCode;
import io.estafet.intake.RequestParser;
import io.estafet.message.Category;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.problem.Code;
import io.estafet.problem.Problem;
import io.estafet.recipient.ConsentStatus;
import io.estafet.sender.Health;
import io.estafet.sender.Sender;
import io.estafet.template.TemplateStatus;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The written contract says what the program does. */
class OpenApiTest {

    private static final Pattern VERSION = Pattern.compile("<artifactId>estafet</artifactId>\\s*<version>([^<]+)<");

    private final OpenApi contract = OpenApi.read();

    @Test
    void everyMethodIsInTheContractAndTheOtherWayRound() {
        assertThat(methods()).hasSizeGreaterThan(20);
        assertThat(contract.operations().keySet()).isEqualTo(methods().keySet());
    }

    @Test
    void parametersAreThoseOfTheMethods() {
        methods().forEach((operation, method) -> {
            assertThat(contract.parameters(operation, "path")).as(operation).isEqualTo(names(method, PathParam.class));
            Set<String> query = names(method, QueryParam.class);
            query.addAll(names(method, RestQuery.class));
            query.addAll(fields(method));
            assertThat(contract.parameters(operation, "query")).as(operation).isEqualTo(query);
        });
    }

    @Test
    void bodiesAreOfTheFormThatIsRead() {
        methods()
                .forEach((operation, method) -> consumes(method)
                        .filter(form -> contract.hasBody(operation) && !form.equals("*/*"))
                        .ifPresent(form -> assertThat(contract.bodyTypes(operation))
                                .as(operation)
                                .containsExactly(form)));
    }

    /**
     * A body without a bound of its own would be read by the framework: on a thread, and in any size up to its limit.
     */
    @Test
    void everyBodyHasABoundOrIsReadByItsMethod() {
        methods().forEach((operation, method) -> {
            List<Class<?>> parameters = List.of(method.getParameterTypes());
            boolean bounded = method.isAnnotationPresent(MaxBody.class);
            assertThat(bounded).as(operation).isEqualTo(parameters.contains(byte[].class));
            assertThat(bounded || parameters.contains(RoutingContext.class))
                    .as(operation)
                    .isEqualTo(contract.hasBody(operation));
        });
    }

    @Test
    void noMethodTakesAThread() {
        methods()
                .forEach((operation, method) -> assertThat(Uni.class.equals(method.getReturnType())
                                || Multi.class.equals(method.getReturnType())
                                || method.isAnnotationPresent(NonBlocking.class))
                        .as(operation)
                        .isTrue());
    }

    @Test
    void keysAreAskedForWhereTheProgramDoes() {
        methods().forEach((operation, method) -> {
            boolean open = method.isAnnotationPresent(PermitAll.class);
            assertThat(contract.isOpen(operation)).as(operation).isEqualTo(open);
            assertThat(open || contract.statuses(operation).contains("401"))
                    .as(operation)
                    .isTrue();
        });
    }

    @Test
    void everyOperationSaysWhatItIs() {
        List<JsonNode> all = List.copyOf(contract.operations().values());
        assertThat(all).extracting(each -> each.path("operationId").asText()).doesNotHaveDuplicates();
        assertThat(all).allSatisfy(each -> {
            assertThat(each.path("operationId").asText()).isNotEmpty();
            assertThat(each.path("summary").asText()).endsWith(".");
            assertThat(contract.tags()).contains(each.at("/tags/0").asText());
        });
    }

    @Test
    void wordsAreThoseOfTheProgram() {
        assertThat(contract.words("State")).isEqualTo(words(State.values(), State::word));
        assertThat(contract.words("Reason")).isEqualTo(words(Reason.values(), Reason::word));
        assertThat(contract.words("Category")).isEqualTo(words(Category.values(), Category::word));
        assertThat(contract.words("ConsentStatus")).isEqualTo(words(ConsentStatus.values(), ConsentStatus::word));
        assertThat(contract.words("TemplateStatus")).isEqualTo(words(TemplateStatus.values(), Enum::name));
        assertThat(contract.words("Quality")).isEqualTo(words(Health.Quality.values(), Enum::name));
        assertThat(contract.words("SenderStatus")).isEqualTo(words(Health.Status.values(), Enum::name));
    }

    @Test
    void problemCodesAreThoseOfTheProgram() {
        Set<String> codes = words(Code.values(), Code::word);
        codes.addAll(words(IntakeCode.values(), IntakeCode::word));
        assertThat(contract.words("ProblemCode")).isEqualTo(codes);
    }

    @Test
    void everyWordIsExplained() {
        for (String closed : List.of("State", "Reason", "ProblemCode")) {
            String description = contract.schema(closed).path("description").asText();
            assertThat(contract.words(closed))
                    .allSatisfy(word -> assertThat(description).contains("`" + word + "`"));
        }
    }

    /** Records of which some are known to their package only: by their names. */
    @ParameterizedTest
    @CsvSource({
        "Receipt, intake.rest.MessageResource$Receipt",
        "BatchAnswer, intake.rest.BatchResource$LineAnswer",
        "MessageAnswer, intake.rest.MessageAnswer",
        "Step, intake.rest.MessageAnswer$Step",
        "MessagePage, intake.rest.MessagePage",
        "RedriveForm, intake.InterventionService$Wish",
        "RedriveSummary, intake.rest.RedriveResource$Summary",
        "Portfolio, directory.rest.PortfolioResource$View",
        "SenderFields, directory.rest.SenderForm",
        "Sender, directory.rest.SenderView",
        "SenderPage, directory.rest.Page",
        "Template, directory.rest.TemplateResource$View",
        "TemplatePage, directory.rest.Page",
        "SyncResult, directory.rest.TemplateSync$Result",
        "Consent, directory.rest.ConsentView",
        "ImportSummary, directory.rest.ConsentImport$Summary",
        "Recipient, directory.rest.RecipientResource$View",
        "Problem, problem.Problem",
        "FieldError, json.Flaw"
    })
    void schemaHasTheFieldsOfTheRecord(String schema, String record) throws ClassNotFoundException {
        Class<?> type = Class.forName(Program.ROOT + "." + record, false, Problem.class.getClassLoader());
        Set<String> fields = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(contract.fields(schema)).isEqualTo(fields);
        assertThat(fields).containsAll(contract.required(schema));
    }

    @Test
    void limitsAreThoseOfTheProgram() {
        assertThat(contract.number("/paths/~1v1~1messages/post/parameters/0/schema/maxLength"))
                .isEqualTo(RequestParser.MAX_KEY);
        assertThat(contract.number("/components/schemas/BatchMessage/properties/idempotencyKey/maxLength"))
                .isEqualTo(RequestParser.MAX_KEY);
        assertThat(contract.number("/paths/~1v1~1consents/put/requestBody/content/application~1json/schema/maxItems"))
                .isEqualTo(Consents.MAX_CHANGES);
        assertThat(contract.number("/components/schemas/ConsentForm/properties/source/maxLength"))
                .isEqualTo(ConsentChange.MAX_SOURCE);
        assertThat(contract.number("/components/schemas/SenderFields/properties/throughput/maximum"))
                .isEqualTo(Sender.MAX_THROUGHPUT);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(contract.references())
                .hasSizeGreaterThan(60)
                .allSatisfy(reference ->
                        assertThat(contract.resolves(reference)).as(reference).isTrue());
    }

    @Test
    void everySharedPartIsUsed() {
        assertThat(contract.shared()).hasSizeGreaterThan(50);
        assertThat(contract.references()).containsAll(contract.shared());
    }

    @Test
    void versionIsTheProjects() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(java.nio.file.Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(contract.version()).isEqualTo(version.group(1));
    }

    private static <T> Set<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.toCollection(TreeSet::new));
    }

    /** By "POST /v1/messages". */
    private static Map<String, Method> methods() {
        return Program.CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .<Class<?>>map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> verb(method).isPresent())
                .collect(Collectors.toMap(
                        method -> verb(method).orElseThrow() + " " + path(method),
                        method -> method,
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Method method) {
        Path beneath = method.getAnnotation(Path.class);
        return method.getDeclaringClass().getAnnotation(Path.class).value() + (beneath == null ? "" : beneath.value());
    }

    private static Optional<String> consumes(Method method) {
        return Stream.of(
                        method.getAnnotation(Consumes.class),
                        method.getDeclaringClass().getAnnotation(Consumes.class))
                .flatMap(Stream::ofNullable)
                .map(each -> each.value()[0])
                .findFirst();
    }

    private static Set<String> names(Method method, Class<? extends Annotation> kind) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> name(parameter, kind))
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a record of query parameters. */
    private static Set<String> fields(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(BeanParam.class))
                .flatMap(parameter -> Arrays.stream(parameter.getType().getDeclaredFields()))
                .map(field -> field.getAnnotation(QueryParam.class))
                .flatMap(Stream::ofNullable)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> name(Parameter parameter, Class<? extends Annotation> kind) {
        return Stream.of(parameter.getAnnotations())
                .filter(kind::isInstance)
                .map(each -> each instanceof PathParam
                        ? ((PathParam) each).value()
                        : each instanceof QueryParam ? ((QueryParam) each).value() : ((RestQuery) each).value())
                .findFirst();
    }
}
