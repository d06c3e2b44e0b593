package io.estafet.intake.rest;

import static io.restassured.RestAssured.given;

/** Puts what a test needs into the directory, by HTTP as a caller does. */
final class Registering {

    private Registering() {}

    /** A number of tenant {@code demo} that sends nothing, its portfolio, and the template {@code hello}. */
    static void pausedSender(String sender) {
        put("/v1/portfolios/p-" + sender, "{\"messagingLimit\":\"unlimited\"}");
        put(
                "/v1/senders/" + sender,
                "{\"portfolio\":\"p-" + sender + "\",\"wabaId\":\"w-" + sender
                        + "\",\"displayPhoneNumber\":\"+62 21 1\",\"baseUrl\":\"http://127.0.0.1:9\","
                        + "\"accessToken\":\"t\",\"throughput\":80,\"paused\":true}");
        put(
                "/v1/templates/w-" + sender + "/hello/en_US",
                "{\"category\":\"utility\",\"status\":\"APPROVED\",\"components\":[]}");
    }

    static String template(String name) {
        return "{\"type\":\"template\",\"template\":{\"name\":\"" + name + "\",\"language\":{\"code\":\"en_US\"}}}";
    }

    private static void put(String path, String body) {
        given().header("Authorization", "Bearer demo")
                .contentType("application/json")
                .body(body)
                .put(path)
                .then()
                .statusCode(201);
    }
}
