package io.estafet.directory;

import static io.estafet.directory.Registered.await;
import static io.estafet.message.Category.AUTHENTICATION;
import static io.estafet.message.Category.MARKETING;
import static io.estafet.message.Category.UTILITY;
import static io.estafet.recipient.ConsentStatus.NONE;
import static io.estafet.recipient.ConsentStatus.OPTED_IN;
import static io.estafet.recipient.ConsentStatus.OPTED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class ConsentsIT {

    private static final Instant T = Instant.parse("2026-11-01T10:00:00.123456Z");
    private static final Address PERSON = Address.phone("+628110000001");

    private final PortfolioId portfolio = new PortfolioId(Registered.fresh("consents"));

    @Inject
    Consents consents;

    @Inject
    People people;

    @Inject
    RedisLink redis;

    /** Words as category, status and seconds after T; then what holds for marketing, utility, authentication. */
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("nothing said", "", NONE, NONE, NONE),
                Arguments.of("one category", "marketing+0", OPTED_IN, NONE, NONE),
                Arguments.of("all stands for each", "all+0", OPTED_IN, OPTED_IN, OPTED_IN),
                Arguments.of("the latest wins", "marketing+0 marketing-5", OPTED_OUT, NONE, NONE),
                Arguments.of("an older word changes nothing", "marketing-5 marketing+0", OPTED_OUT, NONE, NONE),
                Arguments.of("at the same time the later record", "marketing+1 marketing-1", OPTED_OUT, NONE, NONE),
                Arguments.of("and the other way round", "marketing-1 marketing+1", OPTED_IN, NONE, NONE),
                Arguments.of("all overrides an earlier one", "utility+0 all-1", OPTED_OUT, OPTED_OUT, OPTED_OUT),
                Arguments.of("one overrides an earlier all", "all-0 utility+1", OPTED_OUT, OPTED_IN, OPTED_OUT),
                Arguments.of("a late all spares a newer one", "utility+9 all-1", OPTED_OUT, OPTED_IN, OPTED_OUT),
                Arguments.of("categories are apart", "marketing-3 authentication+2", OPTED_OUT, NONE, OPTED_IN));
    }

    @ParameterizedTest(name = "{0}, one by one")
    @MethodSource("rules")
    void latestWordWinsOneByOne(
            String name, String words, ConsentStatus marketing, ConsentStatus utility, ConsentStatus authentication) {
        // When
        changes(words).forEach(change -> await(consents.put(List.of(change))));

        // Then
        assertConsent(marketing, utility, authentication);
    }

    @ParameterizedTest(name = "{0}, in one batch")
    @MethodSource("rules")
    void latestWordWinsInOneBatch(
            String name, String words, ConsentStatus marketing, ConsentStatus utility, ConsentStatus authentication) {
        // When
        await(consents.put(changes(words)));

        // Then
        assertConsent(marketing, utility, authentication);
    }

    @Test
    void stopGivenToWhatsAppEndsOnlyByItsResume() {
        // Given
        await(consents.put(changes("all+0")));

        // When
        await(consents.whatsAppStop(portfolio, person(), T.plusSeconds(10)));
        await(consents.put(changes("marketing+20")));

        // Then
        assertConsent(OPTED_OUT, OPTED_IN, OPTED_IN);
        await(consents.whatsAppResume(portfolio, person(), T.plusSeconds(5)));
        assertConsent(OPTED_OUT, OPTED_IN, OPTED_IN);
        await(consents.whatsAppResume(portfolio, person(), T.plusSeconds(30)));
        assertConsent(OPTED_IN, OPTED_IN, OPTED_IN);
    }

    @Test
    void historyTellsEveryWordTheLatestFirst() {
        // Given
        await(consents.put(changes("all+0 marketing-5")));
        await(consents.whatsAppStop(portfolio, person(), T.plusSeconds(10)));

        // When
        List<ConsentRecord> history = await(consents.history(portfolio, PERSON, 10));

        // Then
        assertThat(history).extracting(ConsentRecord::source).containsExactly("whatsapp", "form", "form");
        assertThat(history).extracting(ConsentRecord::status).containsExactly(OPTED_OUT, OPTED_OUT, OPTED_IN);
        assertThat(history.get(2).category()).isEmpty();
        assertThat(history.get(1).at()).isEqualTo(T.plusSeconds(5));
    }

    @Test
    void redisHoldsWhatPostgresHoldsAfterConcurrentChanges() {
        // Given
        List<Uni<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writers.add(consents.put(List.of(change(i % 2 == 0 ? "all+" + i : "marketing-" + i, i % 5))));
        }

        // When
        await(Uni.join().all(writers).usingConcurrencyOf(32).andFailFast());

        // Then
        IntStream.range(0, 5)
                .forEach(i -> assertThat(byteInRedis(person(i)))
                        .isEqualTo(await(consents.state(portfolio, person(i))).value())
                        .isNotZero());
    }

    @Test
    void changeWhileRedisIsAwayReachesItAfterwards() {
        // Given
        await(consents.put(changes("all+0")));
        Servers.redis().suspend();

        // When
        try {
            await(consents.put(changes("all-1")));
        } finally {
            Servers.redis().resume();
        }

        // Then
        Awaitility.await()
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(byteInRedis(PERSON))
                        .isEqualTo(await(consents.state(portfolio, PERSON)).value()));
        assertConsent(OPTED_OUT, OPTED_OUT, OPTED_OUT);
    }

    private PersonId person() {
        return await(people.find(portfolio, PERSON)).orElseThrow();
    }

    private void assertConsent(ConsentStatus marketing, ConsentStatus utility, ConsentStatus authentication) {
        ConsentByte state = await(consents.state(portfolio, PERSON));
        assertThat(state.status(MARKETING)).isEqualTo(marketing);
        assertThat(state.status(UTILITY)).isEqualTo(utility);
        assertThat(state.status(AUTHENTICATION)).isEqualTo(authentication);
        assertThat(byteInRedis(PERSON)).isEqualTo(state.value());
    }

    private int byteInRedis(Address address) {
        Optional<PersonId> person = await(people.find(portfolio, address));
        if (person.isEmpty()) {
            return 0;
        }
        String id = person.get().toString();
        byte[] bytes = await(redis.send(Command.GETRANGE, Keys.of(portfolio).consent(), id, id))
                .toBytes();
        return bytes.length == 0 ? 0 : bytes[0];
    }

    private List<ConsentChange> changes(String words) {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> change(word, 1))
                .toList();
    }

    private static Address person(int number) {
        return Address.phone("+62811000000" + number);
    }

    private ConsentChange change(String word, int person) {
        int sign = Math.max(word.indexOf('+'), word.indexOf('-'));
        Optional<Category> category = Category.ofWord(word.substring(0, sign));
        ConsentStatus status = word.charAt(sign) == '+' ? OPTED_IN : OPTED_OUT;
        Instant at = T.plusSeconds(Long.parseLong(word.substring(sign + 1)));
        return new ConsentChange(portfolio, person(person), category, status, "form", at);
    }
}
