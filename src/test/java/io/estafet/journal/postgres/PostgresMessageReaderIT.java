package io.estafet.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.journal.MessageReader.Filter;
import io.estafet.journal.MessageReader.PersonIn;
import io.estafet.journal.MessageView;
import io.estafet.journal.NewMessage;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.Reason;
import io.estafet.message.State;
import io.estafet.message.TenantId;
import io.estafet.postgres.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresMessageReaderIT extends JournalTestBase {

    private static PostgresMessageReader reader;

    @BeforeAll
    static void open() {
        reader = new PostgresMessageReader(database);
    }

    @Test
    void tellsAMessagesWholeLife() {
        long epoch = await(() -> open.nextEpoch(messages.portfolio));
        NewMessage message = messages.scheduled(Duration.ofSeconds(5));
        MessageId id = message.id();
        await(() -> journal.accept(List.of(message)));
        await(() -> journal.claim(List.of(messages.claim(id, 1, epoch))));
        await(() -> journal.record(List.of(messages.outcome(id, 1, State.HELD))));
        await(() -> journal.claim(List.of(messages.claim(id, 2, epoch))));

        MessageView view = await(() -> reader.find(messages.tenant, id)).orElseThrow();

        assertThat(view.state()).isEqualTo(State.SENDING);
        assertThat(view.attempts()).isEqualTo(2);
        assertThat(view.address()).isEqualTo("+6281200000007");
        assertThat(view.toString()).doesNotContain("628");
        assertThat(view.timeline())
                .extracting(MessageView.Step::state)
                .containsExactly(State.HELD, State.SENDING, State.HELD, State.SENDING);
        assertThat(view.timeline().get(0).reason()).contains(Reason.SCHEDULED);
        assertThat(view.timeline().get(2).detail()).contains("detail");
        assertThat(await(() -> reader.find(new TenantId("other"), id))).isEmpty();
    }

    @Test
    void listsNewestFirstPageByPage() {
        List<NewMessage> many =
                IntStream.range(0, 7).mapToObj(i -> messages.plain()).toList();
        await(() -> journal.accept(many));
        List<MessageId> expected =
                new ArrayList<>(many.stream().map(NewMessage::id).sorted().toList());
        Collections.reverse(expected);

        List<MessageId> found = new ArrayList<>();
        Optional<MessageId> before = Optional.empty();
        for (int page = 0; page < 3; page++) {
            Optional<MessageId> from = before;
            await(() -> reader.list(messages.tenant, Filter.NONE, from, 3)).forEach(view -> found.add(view.id()));
            before = Optional.of(found.get(found.size() - 1));
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void filtersByEveryField() {
        NewMessage one = messages.plain();
        NewMessage other = messages.plain();
        await(() -> journal.accept(List.of(one, other)));
        await(() -> journal.decide(List.of(messages.decision(one.id(), State.HELD, 0))));
        Filter all = new Filter(
                Optional.of(messages.sender),
                Optional.of(State.HELD),
                Optional.of(Reason.RETRY),
                Optional.of("campaign"),
                Optional.of("reference"),
                List.of(
                        new PersonIn(new Messages().portfolio, new PersonId(8)),
                        new PersonIn(messages.portfolio, new PersonId(7))),
                Optional.of(messages.now.minusSeconds(60)),
                Optional.of(messages.now.plusSeconds(60)));
        Filter nobody = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("' or true --"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        assertThat(await(() -> reader.list(messages.tenant, all, Optional.empty(), 10)))
                .extracting(MessageView::id)
                .containsExactly(one.id());
        assertThat(await(() -> reader.list(messages.tenant, nobody, Optional.empty(), 10)))
                .isEmpty();
    }

    @Test
    void answersOnTheContextThatAsked() throws Exception {
        Context context = TestDatabase.get().vertx().getOrCreateContext();
        CompletableFuture<Context> answered = new CompletableFuture<>();

        context.runOnContext(v -> reader.list(messages.tenant, Filter.NONE, Optional.empty(), 1)
                .subscribe()
                .with(list -> answered.complete(Vertx.currentContext()), answered::completeExceptionally));
        assertThat(answered.get(30, TimeUnit.SECONDS)).isSameAs(context);

        CompletableFuture<Context> accepted = new CompletableFuture<>();
        context.runOnContext(v -> journal.accept(List.of(messages.plain()))
                .subscribe()
                .with(list -> accepted.complete(Vertx.currentContext()), accepted::completeExceptionally));
        assertThat(accepted.get(30, TimeUnit.SECONDS)).isSameAs(context);
    }

    /** Hibernate Reactive is called on a Vert.x context only. */
    private static <T> T await(Supplier<Uni<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        TestDatabase.get()
                .vertx()
                .getOrCreateContext()
                .runOnContext(v -> work.get().subscribe().with(answer::complete, answer::completeExceptionally));
        return answer.orTimeout(TestDatabase.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
