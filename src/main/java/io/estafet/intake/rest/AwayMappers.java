package io.estafet.intake.rest;

import io.estafet.intake.IntakeCode;
import io.estafet.intake.IntakeResult;
import io.estafet.journal.JournalBusyException;
import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.OutcomeUnclearException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns a journal that is away into a problem that says when to try again. */
public final class AwayMappers {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @ServerExceptionMapper
    public Response away(JournalUnavailableException failure) {
        return IntakeProblems.response(new IntakeResult.Unavailable(IntakeCode.JOURNAL_AWAY, RETRY_AFTER));
    }

    @ServerExceptionMapper
    public Response busy(JournalBusyException failure) {
        return IntakeProblems.response(new IntakeResult.Unavailable(IntakeCode.BUSY, RETRY_AFTER));
    }

    @ServerExceptionMapper
    public Response unclear(OutcomeUnclearException failure) {
        return IntakeProblems.response(new IntakeResult.Unavailable(IntakeCode.OUTCOME_UNCLEAR, RETRY_AFTER));
    }
}
