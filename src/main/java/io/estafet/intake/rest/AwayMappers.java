package io.estafet.intake.rest;

import io.estafet.intake.IntakeCode;
import io.estafet.intake.IntakeResult;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a journal that is away into a problem that says when to try again. */
public final class AwayMappers {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @ServerExceptionMapper({JournalUnavailableException.class, OutcomeUnclearException.class})
    public Response away(RuntimeException failure) {
        IntakeCode code = IntakeCode.ofJournal(failure).orElse(IntakeCode.JOURNAL_AWAY);
        return IntakeProblems.response(new IntakeResult.Unavailable(code, RETRY_AFTER));
    }
}
