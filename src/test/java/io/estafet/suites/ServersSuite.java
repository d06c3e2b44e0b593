package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests of single parts against real servers. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.admission.FullRedisIT",
            "io.estafet.admission.IsolationIT",
            "io.estafet.admission.LetGoIT",
            "io.estafet.admission.LimitIT",
            "io.estafet.admission.TakeScriptIT",
            "io.estafet.admission.redis.ChangeChargeScriptIT",
            "io.estafet.admission.redis.CompleteRestoreScriptIT",
            "io.estafet.admission.redis.OpenWindowScriptIT",
            "io.estafet.admission.redis.RestoreChargesScriptIT",
            "io.estafet.admission.redis.SetPauseScriptIT",
            "io.estafet.directory.postgres.ConsentRepositoryIT",
            "io.estafet.directory.postgres.PersonRepositoryIT",
            "io.estafet.directory.postgres.RegistryRepositoryIT",
            "io.estafet.directory.postgres.SuppressionRepositoryIT",
            "io.estafet.directory.redis.OpenNumberScriptIT",
            "io.estafet.directory.redis.WriteConsentsScriptIT",
            "io.estafet.directory.redis.WriteFactsScriptIT",
            "io.estafet.inbound.postgres.PostgresPayloadsIT",
            "io.estafet.intake.redis.FinishScriptIT",
            "io.estafet.intake.redis.RefuseScriptIT",
            "io.estafet.intake.redis.TakeEntriesScriptIT",
            "io.estafet.journal.postgres.JournalDatabaseIT",
            "io.estafet.journal.postgres.ListPlacesIT",
            "io.estafet.journal.postgres.PartitionsIT",
            "io.estafet.journal.postgres.PendingProjectionsIT",
            "io.estafet.journal.postgres.PostgresJournalIT",
            "io.estafet.journal.postgres.PostgresMessageReaderIT",
            "io.estafet.journal.postgres.PostgresPersonMessagesIT",
            "io.estafet.journal.postgres.PostgresStatusesIT",
            "io.estafet.journal.postgres.ProjectionDebtViewIT",
            "io.estafet.journal.postgres.TransitionsIT",
            "io.estafet.postgres.ColumnsIT",
            "io.estafet.postgres.DatabaseIT",
            "io.estafet.queue.redis.EnqueueScriptIT",
            "io.estafet.queue.redis.PollWakesScriptIT",
            "io.estafet.queue.redis.ReleaseScriptIT",
            "io.estafet.queue.redis.SettleChargesIT",
            "io.estafet.queue.redis.SettleScriptIT",
            "io.estafet.queue.redis.WakeScriptIT",
            "io.estafet.queue.redis.WithdrawScriptIT",
            "io.estafet.redis.MarkIT",
            "io.estafet.redis.RedisLinkIT",
            "io.estafet.simulator.BooksIT",
            "io.estafet.simulator.BoundsIT",
            "io.estafet.simulator.ControlApiIT",
            "io.estafet.simulator.ErrorCodesIT",
            "io.estafet.simulator.FaultsIT",
            "io.estafet.simulator.GraphReadsIT",
            "io.estafet.simulator.NegativeControlsIT",
            "io.estafet.simulator.WebhooksIT"
        })
class ServersSuite {}
