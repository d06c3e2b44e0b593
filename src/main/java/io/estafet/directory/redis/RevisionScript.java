package io.estafet.directory.redis;

import io.estafet.reactive.Unis;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A script that writes under revisions. Its first key holds a revision for each part that can be written by itself. Its
 * first arguments are the new revision and, for each part that it writes, the revision before the read. The new
 * revision is random unless the write names its own, so that a rebuilt Redis never shows an old one again.
 */
final class RevisionScript {

    /**
     * Writers of one replica take turns, so only replicas overtake each other. More tries would mean that something is
     * wrong.
     */
    private static final int TRIES = 50;

    private final RedisLink redis;
    private final Script script;

    RevisionScript(RedisLink redis, Script script) {
        this.redis = redis;
        this.script = script;
    }

    /** Reads the revisions, then what is to be written, and writes it. Starts again when it was overtaken. */
    Uni<Void> write(Revisions revisions, Uni<Write> read) {
        return write(revisions, read, TRIES);
    }

    /** Fails with {@link OvertakenException} when it was overtaken {@code tries} times. */
    Uni<Void> write(Revisions revisions, Uni<Write> read, int tries) {
        return write(revisions, before -> read, tries);
    }

    /** For revisions that say what was written: the read is given the revision of each part, empty for none. */
    Uni<Void> writeAfter(Revisions revisions, Function<List<String>, Uni<Write>> read) {
        return write(revisions, read, TRIES);
    }

    private Uni<Void> write(Revisions revisions, Function<List<String>, Uni<Write>> read, int tries) {
        return before(revisions)
                .chain(before -> read.apply(before).chain(write -> write(revisions, before, write)))
                .onFailure(OvertakenException.class)
                .retry()
                .atMost(tries - 1L);
    }

    /**
     * The revision of each part, empty for none. A key of another type is deleted and counts as no revision: of several
     * writers that read none, only one writes.
     */
    private Uni<List<String>> before(Revisions revisions) {
        Uni<Response> found = Uni.createFrom().deferred(() -> redis.send(request(revisions)));
        return found.onFailure(RedisLink::isOfWrongType)
                .recoverWithUni(() -> redis.send(Command.DEL, revisions.key()).chain(() -> found))
                .map(RevisionScript::texts);
    }

    private static Request request(Revisions revisions) {
        Request request = RedisLink.request(Command.HMGET, revisions.key());
        revisions.parts().forEach(request::arg);
        return request;
    }

    private static List<String> texts(Response found) {
        return IntStream.range(0, found.size())
                .mapToObj(i -> Objects.requireNonNullElse(found.get(i), "").toString())
                .toList();
    }

    private Uni<Void> write(Revisions revisions, List<String> before, Write write) {
        List<String> keys = new ArrayList<>(List.of(revisions.key()));
        keys.addAll(write.keys());
        List<String> arguments = new ArrayList<>(List.of(write.revision(), Integer.toString(before.size())));
        for (int i = 0; i < before.size(); i++) {
            arguments.add(revisions.parts().get(i));
            arguments.add(before.get(i));
        }
        arguments.addAll(write.arguments());
        return redis.eval(script, keys, arguments)
                .chain(answer ->
                        answer.toInteger() == 1 ? Unis.done() : Uni.createFrom().failure(new OvertakenException()));
    }

    /** The key that holds the revisions, and the parts of which something is written. */
    record Revisions(String key, List<String> parts) {

        /** For data that has a single revision, whichever part of it is written. */
        static Revisions whole(String key) {
            return new Revisions(key, List.of("all"));
        }
    }

    /**
     * The input of a script.
     *
     * @param revision the new revision of each part
     * @param arguments the arguments after the revisions
     */
    record Write(String revision, List<String> keys, List<String> arguments) {

        Write(List<String> keys, List<String> arguments) {
            this(UUID.randomUUID().toString(), keys, arguments);
        }
    }

    /** Another writer wrote in between. */
    static final class OvertakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OvertakenException() {
            super("overtaken by another writer", null, false, false);
        }
    }
}
