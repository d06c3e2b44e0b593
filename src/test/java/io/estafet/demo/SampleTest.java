package io.estafet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private final Sample sample = new Sample(NOW);

    @Test
    void readmeSaysHowManyMessages() {
        assertThat(sample.size()).isEqualTo(5_805);
    }

    /** The portfolio with a limit has spent it when the program starts again: its own unusual people stay unreached. */
    @Test
    void everyMarketingFateIsInThePortfolioWithoutLimit() {
        assertThat(news())
                .extracting(person -> person.substring(person.length() - 2))
                .contains("49", "50", "72");
    }

    @Test
    void newsGoesToAsManyPeople() {
        assertThat(news()).hasSize(60).doesNotHaveDuplicates();
    }

    private List<String> news() {
        return sample.overHttp().stream()
                .filter(message -> message.at("/message/template/name").asText().equals(Shop.NEWS.name()))
                .map((JsonNode message) -> message.get("to").asText())
                .toList();
    }
}
