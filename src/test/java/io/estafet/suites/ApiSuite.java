package io.estafet.suites;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** Tests of the doors and the directory, against one program with all its parts. */
@Suite
@SelectClasses(
        names = {
            "io.estafet.AnswersIT",
            "io.estafet.EveryOperationIT",
            "io.estafet.RefusedStartIT",
            "io.estafet.directory.BooksIT",
            "io.estafet.directory.ConsentsIT",
            "io.estafet.directory.PeopleIT",
            "io.estafet.directory.postgres.UnreadableTokensIT",
            "io.estafet.directory.rest.AwayIT",
            "io.estafet.directory.rest.DirectoryApiIT",
            "io.estafet.directory.rest.TemplateSyncIT",
            "io.estafet.intake.BadInputIT",
            "io.estafet.intake.IntakeIT",
            "io.estafet.intake.ReplaysIT",
            "io.estafet.intake.redis.ListIntakeIT",
            "io.estafet.intake.redis.OlderRedisIT",
            "io.estafet.intake.rest.BatchApiIT",
            "io.estafet.intake.rest.MessageApiIT",
            "io.estafet.intake.rest.OddPathsIT",
            "io.estafet.intake.rest.OddRequestsIT",
            "io.estafet.testing.ServersResourceIT"
        })
class ApiSuite {}
