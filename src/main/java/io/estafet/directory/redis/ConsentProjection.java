package io.estafet.directory.redis;

import io.estafet.directory.KeyedSequencer;
import io.estafet.directory.ProjectionSource;
import io.estafet.directory.redis.RevisionScript.Revisions;
import io.estafet.directory.redis.RevisionScript.Write;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.reactive.Unis;
import io.estafet.recipient.ConsentByte;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Consents as one string with one byte per person. A consent byte is below 0x80, so the bytes travel as ASCII text. */
@Singleton
final class ConsentProjection {

    /** People on one page: 32 KiB, which is short work for Redis and takes PostgreSQL a few dozen milliseconds. */
    static final int PAGE = 32_768;

    /** People on the smallest page, which is read within a millisecond or two. */
    private static final int SMALLEST = 512;

    /** People under one revision: a writer of one of them overtakes only writers of people in the same block. */
    private static final int BLOCK = 4_096;

    /** The value of byte 0, which belongs to no person: it says that the string is whole. */
    private static final byte MARK = (byte) 0xA5;

    private final RedisLink redis;
    private final ProjectionSource source;
    private final RevisionScript script;
    private final KeyedSequencer<PortfolioId> sequencer = new KeyedSequencer<>();

    ConsentProjection(RedisLink redis, ProjectionSource source) {
        this.redis = redis;
        this.source = source;
        this.script = new RevisionScript(redis, Script.load("directory/write_consents"));
    }

    Uni<Void> write(PortfolioId portfolio, Collection<PersonId> persons) {
        if (persons.isEmpty()) {
            return Unis.done();
        }
        Uni<Write> read = source.consents(portfolio, persons).map(consents -> write(portfolio, consents));
        List<String> blocks =
                persons.stream().map(ConsentProjection::block).distinct().toList();
        return sequencer.inTurn(portfolio, script.write(revisions(portfolio, blocks), read));
    }

    /**
     * Writes all pages, then the mark. Consents of people who are added meanwhile are written by those who record them.
     */
    Uni<Void> load(PortfolioId portfolio) {
        return source.lastConsent(portfolio)
                .chain(last -> loadPages(portfolio, last))
                .chain(() -> redis.send(mark(portfolio)))
                .replaceWithVoid();
    }

    private Uni<Void> loadPages(PortfolioId portfolio, long last) {
        AtomicLong next = new AtomicLong(1);
        return LoadSize.inPages(
                SMALLEST,
                PAGE,
                size -> loadPage(portfolio, next.get(), size).map(written -> next.addAndGet(size) <= last));
    }

    private Uni<Void> loadPage(PortfolioId portfolio, long first, int size) {
        Uni<Write> read = source.consentBytes(portfolio, first, size).map(bytes -> page(portfolio, first, bytes));
        List<String> blocks = LongStream.rangeClosed(first / BLOCK, (first + size - 1) / BLOCK)
                .mapToObj(Long::toString)
                .toList();
        return sequencer.inTurn(portfolio, script.write(revisions(portfolio, blocks), read, LoadSize.TRIES));
    }

    private static Revisions revisions(PortfolioId portfolio, List<String> blocks) {
        return new Revisions(Keys.of(portfolio).consentRevision(), blocks);
    }

    private static String block(PersonId person) {
        return Long.toString(person.value() / BLOCK);
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
