package io.estafet.journal.postgres;

import io.estafet.journal.AcceptResult;
import io.estafet.journal.AdmissionDecision;
import io.estafet.journal.AttemptOutcome;
import io.estafet.journal.Journal;
import io.estafet.journal.NewMessage;
import io.estafet.journal.RightToSend;
import io.estafet.message.MessageId;
import io.estafet.reactive.GroupCommit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The group-committed statements of the journal. May be called from any thread; answers come on the caller's Vert.x
 * context, or on the connection's thread for a caller without one.
 */
@Singleton
public final class PostgresJournal implements Journal, RightToSend {

    private final MessageInserts inserts;
    private final Function<List<NewMessage>, Uni<List<AcceptResult>>> intake;
    private final Function<List<Claim>, Uni<List<Optional<Right>>>> rights;
    private final Function<List<AttemptOutcome>, Uni<List<Boolean>>> outcomes;
    private final Function<List<AdmissionDecision>, Uni<List<Boolean>>> decisions;

    public PostgresJournal(JournalDatabase database, JournalConfig config) {
        GroupCommit.Bounds bounds = config.bounds(config.deadline());
        this.inserts = new MessageInserts(database.within(config.intakeDeadline()));
        this.intake = database.group("intake", config.bounds(config.intakeDeadline()), inserts::write);
        this.rights = database.group("rights to send", bounds, some -> Rights.UPDATE.write(database, some));
        this.outcomes = database.group("outcomes", bounds, some -> Outcomes.UPDATE.write(database, some));
        this.decisions = database.group("decisions", bounds, some -> Decisions.UPDATE.write(database, some));
    }

    @Override
    public Uni<List<AcceptResult>> accept(List<NewMessage> messages) {
        return intake.apply(messages);
    }

    @Override
    public Uni<List<Optional<AcceptResult>>> earlier(List<KeyUse> uses, Instant now) {
        return inserts.earlier(uses, now);
    }

    @Override
    public Uni<Map<MessageId, Right>> claim(List<Claim> claims) {
        return rights.apply(claims)
                .map(some -> some.stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(
                                right -> right.attempt().message(), right -> right, (one, next) -> next)));
    }

    @Override
    public Uni<List<Boolean>> decide(List<AdmissionDecision> some) {
        return decisions.apply(some);
    }

    @Override
    public Uni<Void> record(List<AttemptOutcome> some) {
        return outcomes.apply(some).replaceWithVoid();
    }
}
