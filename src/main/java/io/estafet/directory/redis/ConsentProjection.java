package io.estafet.directory.redis;

import io.estafet.directory.ProjectionSource;
import io.estafet.directory.Turns;
import io.estafet.directory.redis.RevisionScript.OvertakenException;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.ConsentByte;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One byte per person in one string. A consent byte is below 0x80, so bytes travel as ASCII text. */
@Singleton
final class ConsentProjection {

    /** People of one page: 32 KiB, short enough for Redis, a few dozen milliseconds of PostgreSQL. */
    static final int PAGE = 32_768;

    /** A page that is read within a millisecond or two. */
    private static final int SMALLEST = 512;

    /** Of the smallest page. On a busy machine live writes win most of them, and who gives up throws all pages away. */
    private static final int TRIES = 1_000;

    /** Of a page that can still be made smaller. */
    private static final int FEW = 2;

    /** Byte 0 belongs to no person: it says that the string is whole. */
    private static final byte MARK = (byte) 0xA5;

    private final RedisLink redis;
    private final ProjectionSource source;
    private final RevisionScript script;
    private final Turns<PortfolioId> turns = new Turns<>();

    ConsentProjection(RedisLink redis, ProjectionSource source) {
        this.redis = redis;
        this.source = source;
        this.script = new RevisionScript(redis, Script.load("directory/write_consents"));
    }

    Uni<Void> write(PortfolioId portfolio, Collection<PersonId> persons) {
        Uni<Write> read = source.consents(portfolio, persons).map(consents -> write(portfolio, consents));
        return writeInTurn(portfolio, read);
    }

    /** All pages, then the mark. People who are new meanwhile are written by those who recorded their consent. */
    Uni<Void> load(PortfolioId portfolio) {
        return source.lastConsent(portfolio)
                .chain(last -> loadPages(portfolio, last))
                .chain(() -> redis.send(mark(portfolio)))
                .replaceWithVoid();
    }

    private Uni<Void> loadPages(PortfolioId portfolio, long last) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Reach(portfolio, last), Reach::page)
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** How far one load has come: a page that is overtaken by live writes is read again in smaller ones. */
    private final class Reach {

        private final PortfolioId portfolio;
        private final long last;
        private long next = 1;
        private int size = PAGE;

        Reach(PortfolioId portfolio, long last) {
            this.portfolio = portfolio;
            this.last = last;
        }

        Uni<Boolean> page() {
            return Uni.createFrom()
                    .deferred(() -> loadPage(portfolio, next, size, size == SMALLEST ? TRIES : FEW))
                    .map(done -> moved())
                    .onFailure(failure -> failure instanceof OvertakenException && size > SMALLEST)
                    .recoverWithItem(this::smaller);
        }

        private boolean moved() {
            next += size;
            size = Math.min(PAGE, 2 * size);
            return next <= last;
        }

        private boolean smaller() {
            size = Math.max(SMALLEST, size / 4);
            return true;
        }
    }

    private Uni<Void> loadPage(PortfolioId portfolio, long first, int size, int tries) {
        Uni<Write> read = source.consentBytes(portfolio, first, size).map(bytes -> page(portfolio, first, bytes));
        return turns.inTurn(portfolio, script.write(Keys.of(portfolio).consentRevision(), read, tries));
    }

    private Uni<Void> writeInTurn(PortfolioId portfolio, Uni<Write> read) {
        return turns.inTurn(portfolio, script.write(Keys.of(portfolio).consentRevision(), read));
    }

    private static Write write(PortfolioId portfolio, Map<PersonId, ConsentByte> consents) {
        List<String> arguments = new ArrayList<>(2 * consents.size());
        consents.forEach((person, consent) -> {
            arguments.add(person.toString());
            arguments.add(String.valueOf((char) consent.value()));
        });
        return new Write(List.of(Keys.of(portfolio).consent()), arguments);
    }

    private static Write page(PortfolioId portfolio, long first, byte[] bytes) {
        return new Write(
                List.of(Keys.of(portfolio).consent()),
                List.of(Long.toString(first), new String(bytes, StandardCharsets.US_ASCII)));
    }

    private static Request mark(PortfolioId portfolio) {
        return Request.cmd(Command.SETRANGE)
                .arg(Keys.of(portfolio).consent())
                .arg(0)
                .arg(Buffer.buffer(new byte[] {MARK}));
    }
}
