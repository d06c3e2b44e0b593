package io.estafet.inbound;

import static io.estafet.inbound.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.consequence.WaIdAliases;
import io.estafet.directory.People;
import io.estafet.inbound.Shop.Business;
import io.estafet.message.PersonId;
import io.estafet.metrics.Meters;
import io.estafet.recipient.Address;
import io.estafet.testing.ServersResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What WhatsApp says about numbers and accounts, and by which names it calls people. */
@QuarkusTest
@TestProfile(WebhookProfile.class)
@QuarkusTestResource(ServersResource.class)
class NumbersAndNamesIT {

    @Inject
    Shop shop;

    @Inject
    People people;

    @Inject
    WaIdAliases names;

    @Inject
    MeterRegistry meters;

    @Test
    void aFlaggedNumberIsShownAndStillSends() {
        // Given
        Business business = shop.business();

        // When
        Hook.post(
                Hook.change(business.wabaId(), now(), "phone_number_quality_update", """
                {"display_phone_number":"%s","event":"FLAGGED"}""".formatted(business.digits())));
        Hook.awaitWorked(business.wabaId());

        // Then
        JsonPath number = number(business);
        assertThat(number.getString("quality")).isEqualTo("RED");
        assertThat(number.getString("status")).isEqualTo("FLAGGED");
        assertThat(number.getList("pauses")).isEmpty();
    }

    @Test
    void aRestrictedAccountPausesItsNumbersUntilItIsReinstated() {
        // Given
        Business business = shop.business();
        assertThat(number(business).getString("status")).isEqualTo("UNKNOWN");

        // When
        String restriction = """
                {"event":"ACCOUNT_RESTRICTION","restriction_info":[
                  {"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING","expiration":"%d"}]}""";
        account(business, now() - 10, restriction.formatted(now() + 7_200));

        // Then
        JsonPath restricted = number(business);
        assertThat(restricted.getString("status")).isEqualTo("RESTRICTED");
        assertThat(restricted.getList("pauses.reason")).isEqualTo(List.of("sender-restricted"));
        account(business, now() - 5, "{\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"REINSTATE\"}}");
        assertThat(number(business).getString("status")).isEqualTo("CONNECTED");
        assertThat(number(business).getList("pauses")).isEmpty();
        account(business, now() - 20, "{\"event\":\"ACCOUNT_DELETED\"}");
        assertThat(number(business).getString("status")).as("an older word").isEqualTo("CONNECTED");
    }

    @Test
    void anotherNameFromAnAnswerFindsTheSamePerson() {
        // Given
        Business business = shop.business();
        Address dialled = Address.phone("+5531987654321");
        PersonId person = person(business, dialled);

        // When
        await(names.learn(business.portfolio(), person, dialled, "553187654321"));

        // Then
        assertThat(await(people.find(business.portfolio(), Address.phone("+553187654321"))))
                .contains(person);
    }

    @Test
    void twoPeopleAreNeverMadeOne() {
        // Given
        Business business = shop.business();
        Address dialled = Address.phone("+5531987654322");
        Address other = Address.phone("+553187654322");
        PersonId person = person(business, dialled);
        PersonId another = person(business, other);
        double before = conflicts();

        // When
        await(names.learn(business.portfolio(), person, dialled, "553187654322"));

        // Then
        assertThat(await(people.find(business.portfolio(), other))).contains(another);
        assertThat(await(people.find(business.portfolio(), dialled))).contains(person);
        assertThat(conflicts()).isEqualTo(before + 1);
    }

    private PersonId person(Business business, Address address) {
        PersonId person =
                await(people.resolve(business.portfolio(), Set.of(address))).get(address);
        assertThat(person).isNotNull();
        return person;
    }

    private double conflicts() {
        return meters.get(Meters.ALIAS_CONFLICTS).counter().count();
    }

    private static JsonPath number(Business business) {
        return RestAssured.given()
                .auth()
                .oauth2("demo")
                .get("/v1/senders/" + business.sender())
                .jsonPath();
    }

    private static void account(Business business, long at, String value) {
        Hook.post(Hook.change(business.wabaId(), at, "account_update", value));
        Hook.awaitWorked(business.wabaId());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
