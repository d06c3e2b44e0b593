package io.estafet.dispatch.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.dispatch.RecordedOpenMessages;
import io.estafet.dispatch.RecordedPorts;
import io.estafet.dispatch.TestMessages;
import io.estafet.journal.OpenMessage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open messages page by page. */
class PagesTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final RecordedPorts ports = new RecordedPorts();
    private final RecordedOpenMessages messages = ports.openMessages;
    private final List<List<OpenMessage>> pages = new ArrayList<>();

    @AfterEach
    void close() {
        ports.close();
    }

    @Test
    void readsOnAfterTheLastMessageUntilAPageIsNotFull() {
        add(5);

        forEach(this::note).await().atMost(SOON);

        assertThat(pages.stream().map(List::size)).containsExactly(2, 2, 1);
        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(messages.known);
    }

    @Test
    void afterAFullLastPageOneMoreIsRead() {
        add(2);

        forEach(this::note).await().atMost(SOON);

        assertThat(pages.stream().map(List::size)).containsExactly(2, 0);
    }

    @Test
    void thousandsOfPagesDoNotOverflowTheStack() {
        add(2);

        Pages.forEach(
                        1,
                        after -> pages.size() < 20_000
                                ? Uni.createFrom().item(List.of(messages.known.get(0)))
                                : Uni.createFrom().item(List.of()),
                        this::note)
                .await()
                .atMost(SOON);

        assertThat(pages).hasSize(20_001);
    }

    @Test
    void aPageIsProcessedBeforeTheNextIsRead() {
        add(3);
        CompletableFuture<Void> processed = new CompletableFuture<>();

        CompletableFuture<Void> end =
                forEach(page -> Uni.createFrom().completionStage(processed)).subscribeAsCompletionStage();
        assertThat(ports.signals.count("page portfolio")).isEqualTo(1);

        processed.complete(null);
        assertThat(end).succeedsWithin(SOON);
        assertThat(ports.signals.count("page portfolio")).isEqualTo(2);
    }

    @Test
    void aFailureEndsTheRead() {
        add(3);

        Uni<Void> failing = forEach(page -> Uni.createFrom().failure(new IllegalStateException("away")));

        assertThatThrownBy(() -> failing.await().atMost(SOON)).hasMessage("away");
        assertThat(ports.signals.count("page portfolio")).isEqualTo(1);
    }

    private Uni<Void> forEach(Function<List<OpenMessage>, Uni<Void>> work) {
        return Pages.forEach(2, after -> messages.page(RecordedPorts.PORTFOLIO, after, 2), work);
    }

    private Uni<Void> note(List<OpenMessage> page) {
        pages.add(page);
        return Uni.createFrom().voidItem();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            messages.known.add(TestMessages.waiting(RecordedPorts.PORTFOLIO, Instant.now()));
        }
    }
}
