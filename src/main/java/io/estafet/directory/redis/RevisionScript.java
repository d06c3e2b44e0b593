package io.estafet.directory.redis;

import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A script that writes under a revision: its first key holds the revision, its first arguments are the revision before
 * the read and the new one, which is random, so that a rebuilt Redis never shows an old one again.
 */
final class RevisionScript {

    /** Writers of one replica take turns, so only replicas overtake each other; this many times means trouble. */
    private static final int TRIES = 50;

    private final RedisLink redis;
    private final Script script;

    RevisionScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /** Reads what is to be written, once the revision is known, and writes it; again when it was overtaken. */
    Uni<Void> write(String revisionKey, Uni<Write> read) {
        return write(revisionKey, read, TRIES);
    }

    /** Fails with {@link OvertakenException} when it was overtaken so many times. */
    Uni<Void> write(String revisionKey, Uni<Write> read, int tries) {
        return revision(revisionKey)
                .map(revision -> revision == null ? "" : revision.toString())
                .chain(revision -> read.chain(write -> write(revisionKey, revision, write)))
                .onFailure(OvertakenException.class)
                .retry()
                .atMost(tries);
    }

    /** One that cannot be read is none: of those who read none, one writes. */
    private Uni<@Nullable Response> revision(String revisionKey) {
        return redis.send(Command.GET, revisionKey)
                .onFailure(failure -> String.valueOf(failure.getMessage()).startsWith("WRONGTYPE"))
                .recoverWithUni(
                        () -> redis.send(Command.DEL, revisionKey).chain(() -> redis.send(Command.GET, revisionKey)));
    }

    private Uni<Void> write(String revisionKey, String revision, Write write) {
        List<String> keys = new ArrayList<>(List.of(revisionKey));
        keys.addAll(write.keys());
        List<String> arguments =
                new ArrayList<>(List.of(revision, UUID.randomUUID().toString()));
        arguments.addAll(write.arguments());
        return redis.eval(script, keys, arguments)
                .map(answer -> answer.toInteger() == 1)
                .chain(RevisionScript::conclude);
    }

    private static Uni<Void> conclude(boolean written) {
        return written ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new OvertakenException());
    }

    /** What a script is given after the revisions. */
    record Write(List<String> keys, List<String> arguments) {}

    /** Another writer wrote in between. */
    static final class OvertakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OvertakenException() {
            super("overtaken by another writer", null, false, false);
        }
    }
}
