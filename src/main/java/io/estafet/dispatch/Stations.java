package io.estafet.dispatch;

import io.estafet.admission.Admission;
import io.estafet.admission.Restoring;
import io.estafet.consequence.VerdictConsequences;
import io.estafet.delivery.Delivery;
import io.estafet.delivery.InflightLimits;
import io.estafet.delivery.Verdicts;
import io.estafet.directory.LiveProjection;
import io.estafet.directory.Projection;
import io.estafet.journal.Journal;
import io.estafet.journal.OpenMessages;
import io.estafet.journal.RebuildLock;
import io.estafet.journal.RightToSend;
import io.estafet.journal.UnknownAttempts;
import io.estafet.queue.Queue;
import io.estafet.queue.Wakes;
import io.estafet.sender.SenderBook;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The parts that a message passes, as the dispatch loop uses them. */
@Singleton
record Stations(
        SenderBook book,
        Queue queue,
        Wakes wakes,
        Admission admission,
        Restoring restoring,
        Projection projection,
        LiveProjection live,
        VerdictConsequences consequences,
        RightToSend rights,
        Journal journal,
        OpenMessages openMessages,
        UnknownAttempts unknownAttempts,
        RebuildLock rebuildLock,
        Delivery delivery,
        Verdicts verdicts,
        InflightLimits inflightLimits,
        InstantSource clock) {}
