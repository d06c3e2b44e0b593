package io.estafet.directory.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.estafet.directory.Registration;
import io.estafet.directory.Registry;
import io.estafet.directory.TemplateDraft;
import io.estafet.message.Category;
import io.estafet.message.TenantId;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one tenant may have, and that it takes nothing from the others. */
@QuarkusTest
@TestProfile(TenantBoundsIT.Small.class)
@QuarkusTestResource(ServersResource.class)
class TenantBoundsIT {

    private static final int MAX_TEMPLATES = 5;
    private static final int MAX_BYTES = 2_000_000;

    /** The same in the program's settings, which another class loader makes. */
    private static final String TENANT = "bounded";

    private static final String SUFFIX = TENANT;

    /** Bounds that a test reaches, and a tenant that no other test is. */
    public static final class Small implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "estafet.dispatch.enabled",
                    "false",
                    "estafet.api.keys." + TENANT,
                    "73060ad79f2c28d9235e910e8040ca93e7e6a611a3df4f0aa3d0cf3616b37ba5",
                    "estafet.api.keys.neighbour",
                    "968ccf654c356f62f975bb400498d62afd2728c16873286db07087ff4608f3c7",
                    "estafet.directory.max-portfolios",
                    "2",
                    "estafet.directory.max-senders",
                    "2",
                    "estafet.directory.max-templates",
                    Integer.toString(MAX_TEMPLATES),
                    "estafet.directory.max-template-bytes",
                    Integer.toString(MAX_BYTES));
        }
    }

    @Inject
    Registry registry;

    private final String waba = "bw-" + SUFFIX;

    @BeforeEach
    void registerTheAccount() {
        Statements.execute("DELETE FROM template WHERE tenant = ?", TENANT);
        put("/v1/portfolios/bp-" + SUFFIX, "{\"messagingLimit\":250}");
        put("/v1/senders/bs-" + SUFFIX, sender("bp-" + SUFFIX));
    }

    @Test
    void noMorePortfoliosAndNumbersThanTheBound() {
        put("/v1/portfolios/bp2-" + SUFFIX, "{\"messagingLimit\":250}");
        put("/v1/senders/bs2-" + SUFFIX, sender("bp-" + SUFFIX));

        refused(put("/v1/portfolios/bp3-" + SUFFIX, "{\"messagingLimit\":250}"), "estafet.directory.max-portfolios");
        refused(put("/v1/senders/bs3-" + SUFFIX, sender("bp-" + SUFFIX)), "estafet.directory.max-senders");

        put("/v1/portfolios/bp2-" + SUFFIX, "{\"messagingLimit\":2000}").statusCode(200);
        put("/v1/senders/bs2-" + SUFFIX, sender("bp-" + SUFFIX)).statusCode(200);
        given().header("Authorization", "Bearer neighbour")
                .contentType("application/json")
                .body("{\"messagingLimit\":250}")
                .put("/v1/portfolios/neighbour")
                .then()
                .statusCode(201);
    }

    @Test
    void anAccessTokenHasABound() {
        String body = sender("bp-" + SUFFIX).replace("sesame", "x".repeat(2_049));
        refused(put("/v1/senders/bs-" + SUFFIX, body), "at most 2048 characters");
    }

    @Test
    void aFullTenantChangesAndDeletesButAddsNothing() {
        IntStream.range(0, MAX_TEMPLATES).forEach(i -> putTemplate("t" + i, 10).statusCode(201));

        refused(putTemplate("one_more", 10), "estafet.directory.max-templates");
        putTemplate("t0", 20).statusCode(200);
        delete("t0").statusCode(204);
        delete("t0").statusCode(404);
        caller().get(path("t0")).then().statusCode(404);
        putTemplate("one_more", 10).statusCode(201);
        refused(putTemplate("t0", 10), "estafet.directory.max-templates");
        delete("one_more").statusCode(204);
        putTemplate("t0", 10).statusCode(201);
        assertThat(names(1_000)).containsExactly("t0", "t1", "t2", "t3", "t4");
    }

    @Test
    void ofManyAtOnceOnlyAsManyAsFit() {
        putTemplate("t0", 10);
        putTemplate("t1", 10);

        List<CompletableFuture<Integer>> all = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> putTemplate("at_once" + i, 10).extract().statusCode()))
                .toList();

        List<Integer> answers = all.stream().map(CompletableFuture::join).toList();
        assertThat(Collections.frequency(answers, 201)).isEqualTo(3);
        assertThat(answers).containsOnly(201, 422);
        assertThat(usage("templates")).isEqualTo(MAX_TEMPLATES);
    }

    /** As they may be stored from before there were bounds. */
    @Test
    void whatIsBeyondTheBoundsStaysAndMayShrink() {
        store("old", 3, 900_000);

        refused(putTemplate("t0", 1_000), "estafet.directory.max-template-bytes");
        assertThat(names(1_000)).as("a page by itself").containsExactly("old1");
        putTemplate("old1", 1_000).statusCode(200);
        putTemplate("t0", 1_000).statusCode(201);
        putTemplate("t0", TemplateDraft.MAX_BYTES - 1_000).statusCode(200);
        delete("old2").statusCode(204);
        assertThat(usage("bytes")).isBetween(900_000L + 120_000, 900_000L + 140_000);
        caller().get(path("old3")).then().statusCode(200).body("components[0].example.length()", equalTo(900_000 - 30));
    }

    @Test
    void oneTemplateIsAsLargeAsWhatsAppsLargest() {
        refused(putTemplate("large", TemplateDraft.MAX_BYTES + 1), "at most 131072 bytes");
        refused(putComponents("[{\"type\":\"BODY\",\"text\":\"%s\"}]".formatted("x".repeat(1_025))), "1024 characters");
        refused(putComponents("[{\"type\":\"HEADER\",\"text\":\"%s\"}]".formatted("x".repeat(61))), "60 characters");
        refused(putComponents("[" + "{\"type\":\"BODY\"},".repeat(10) + "{\"type\":\"BODY\"}]"), "10 components");
        refused(putComponents("[\"BODY\"]"), "must hold objects");
        refused(putComponents("[{\"text\":\"a\"}]"), "with a type");
        String buttons = "{\"type\":\"URL\",\"text\":\"a\"},".repeat(10) + "{\"type\":\"URL\",\"text\":\"a\"}";
        refused(putComponents("[{\"type\":\"BUTTONS\",\"buttons\":[%s]}]".formatted(buttons)), "10 buttons");
        putComponents("[{\"type\":\"BODY\",\"text\":\"%s\"}]".formatted("\uD83D\uDE00".repeat(1_024)))
                .statusCode(201);
        refused(
                put("/v1/templates/" + waba + "/a/en" + "_aaaaaaaa".repeat(10), template("[]")),
                "more than 35 characters");
    }

    @Test
    void aPageEndsWithItsBytes() {
        store("wide", 25, 100_000);

        List<String> names = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            String page1 = "/v1/templates/" + waba + "?limit=1000";
            Response answer = caller().get(cursor.isEmpty() ? page1 : page1 + "&cursor=" + cursor);
            assertThat(answer.asByteArray().length).isLessThan(600_000);
            JsonPath page = answer.jsonPath();
            names.addAll(page.getList("items.name", String.class));
            cursor = page.getString("next");
            pages++;
        }

        assertThat(pages).isEqualTo(5);
        assertThat(names).hasSize(25).doesNotHaveDuplicates().isSorted();
        assertThat(names(3)).containsExactly("wide1", "wide10", "wide11");
    }

    /** Each is remembered for 7 days, so that every replica learns of it. */
    @Test
    void deletedTemplatesAreBoundedToo() {
        for (int i = 0; i < MAX_TEMPLATES; i++) {
            putTemplate("gone" + i, 10).statusCode(201);
            delete("gone" + i).statusCode(204);
        }
        putTemplate("stays", 10).statusCode(201);
        refused(delete("stays"), "estafet.directory.max-templates");

        putTemplate("gone0", 10).statusCode(201);
        delete("stays").statusCode(204);
    }

    /** It knows nothing of the column that says that a template is deleted. */
    @Test
    void aDeletedTemplateThatAnOlderReplicaPutsAgainIsThereAndCounts() {
        IntStream.range(0, MAX_TEMPLATES).forEach(i -> putTemplate("t" + i, 10));
        delete("t0").statusCode(204);
        assertThat(List.of(usage("templates"), usage("deleted"))).containsExactly(MAX_TEMPLATES - 1L, 1L);

        changeAsAnOlderReplica("t0", "");
        caller().get(path("t0")).then().statusCode(404);
        assertThat(List.of(usage("templates"), usage("deleted"))).containsExactly(MAX_TEMPLATES - 1L, 1L);

        changeAsAnOlderReplica("t0", components(100));
        caller().get(path("t0")).then().statusCode(200).body("status", equalTo("PAUSED"));
        assertThat(List.of(usage("templates"), usage("deleted"))).containsExactly((long) MAX_TEMPLATES, 0L);
        refused(putTemplate("one_more", 10), "estafet.directory.max-templates");
    }

    @Test
    void ofSeveralTogetherThoseThatFitAreRegistered() {
        List<TemplateDraft> drafts = Stream.of(
                        IntStream.range(0, 4).mapToObj(i -> draft("fit" + i, 10)),
                        Stream.of(draft("huge", TemplateDraft.MAX_BYTES + 1)),
                        IntStream.range(4, 7).mapToObj(i -> draft("fit" + i, 10)),
                        Stream.of(draft("fit0", 20)))
                .flatMap(stream -> stream)
                .toList();

        Registry.Fitting done = registry.putFittingTemplates(waba, new TenantId(TENANT), drafts)
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(done.registration()).isEqualTo(Registration.CREATED);
        assertThat(done.refused())
                .containsEntry(key("huge"), Registration.TEMPLATE_TOO_LARGE)
                .containsEntry(key("fit5"), Registration.TOO_MANY_TEMPLATES)
                .containsEntry(key("fit6"), Registration.TOO_MANY_TEMPLATES)
                .hasSize(3);
        assertThat(names(1_000)).containsExactly("fit0", "fit1", "fit2", "fit3", "fit4");
        assertThat(registry.putTemplates(waba, new TenantId(TENANT), drafts)
                        .await()
                        .atMost(Duration.ofSeconds(20)))
                .isEqualTo(Registration.TEMPLATE_TOO_LARGE);
    }

    /** Templates by SQL; the bounds know of them all the same. */
    private void store(String name, int count, int bytes) {
        Statements.execute(
                "INSERT INTO template (waba_id, name, language, tenant, category, status, components, version)"
                        + " SELECT ?, ? || n, 'en', ?, 2, 'APPROVED', convert_to(?, 'UTF8'), 1"
                        + " FROM generate_series(1, ?) n",
                waba,
                name,
                TENANT,
                components(bytes),
                count);
    }

    private void changeAsAnOlderReplica(String name, String components) {
        Statements.execute(
                "UPDATE template SET status = 'PAUSED', components = convert_to(?, 'UTF8'), version = version + 1"
                        + " WHERE waba_id = ? AND name = ?",
                components,
                waba,
                name);
    }

    private static long usage(String column) {
        return Statements.number("SELECT " + column + " FROM template_usage WHERE tenant = ?", TENANT);
    }

    private List<String> names(int limit) {
        return caller().queryParam("limit", limit)
                .get("/v1/templates/" + waba)
                .jsonPath()
                .getList("items.name", String.class);
    }

    private ValidatableResponse putTemplate(String name, int bytes) {
        return put(path(name), template(components(bytes)));
    }

    private ValidatableResponse putComponents(String components) {
        return put(path("shape"), template(components));
    }

    private ValidatableResponse delete(String name) {
        return caller().delete(path(name)).then();
    }

    private String path(String name) {
        return "/v1/templates/" + waba + "/" + name + "/en";
    }

    private static String template(String components) {
        return "{\"category\":\"utility\",\"status\":\"APPROVED\",\"components\":" + components + "}";
    }

    /** JSON of about so many bytes: exactly, when there is room for it. */
    private static String components(int bytes) {
        String text = "[{\"type\":\"BODY\",\"example\":\"%s\"}]";
        return text.formatted("x".repeat(Math.max(1, bytes - text.length() + 2)));
    }

    private TemplateDraft draft(String name, int bytes) {
        return new TemplateDraft(
                new Template(key(name), Category.UTILITY, TemplateStatus.APPROVED),
                components(bytes).getBytes(StandardCharsets.UTF_8));
    }

    private TemplateKey key(String name) {
        return new TemplateKey(waba, name, "en");
    }

    private String sender(String portfolio) {
        return "{\"portfolio\":\"%s\",\"wabaId\":\"%s\",\"displayPhoneNumber\":\"+1\",\"accessToken\":\"sesame\"}"
                .formatted(portfolio, waba);
    }

    private static void refused(ValidatableResponse answer, String bound) {
        answer.statusCode(422).body("code", equalTo("invalid")).body(containsString(bound));
    }

    private static ValidatableResponse put(String path, String body) {
        return caller().contentType("application/json").body(body).put(path).then();
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer bounded");
    }
}
