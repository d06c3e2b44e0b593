package io.estafet.intake.redis;

import io.estafet.intake.IncomingMessage;
import io.estafet.intake.ParsedMessage;
import io.estafet.intake.RequestParser;
import io.estafet.message.MessageId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code lua/intake/take.lua}: takes entries off the list, each with its id. */
final class TakeEntriesScript {

    /** How much of an entry that is too long leaves Redis. */
    static final int KEPT_BYTES = 4 * 1024;

    /** An entry above this size is not read at all: the script drops it, and its content is lost. */
    private static final int UNREAD_BYTES = 128 * 1024;

    /** The most bytes of one answer of Redis; well below what would hold up other calls. */
    private static final int BYTES_AT_ONCE = 1024 * 1024;

    private static final Script SCRIPT = Script.load("intake/take");
    private static final List<String> KEYS =
            List.of(Keys.INTAKE, Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES, Keys.INTAKE_PLACE);

    private final RedisLink redis;

    TakeEntriesScript(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * A taken entry.
     *
     * @param place in line: counted by Redis, so that a Redis that comes back older gives the same entry the same place
     * @param length of the whole entry, in bytes; a lower bound for an entry that was not read
     * @param bytes the entry, or its beginning when it is too long
     */
    record Taken(MessageId id, long place, long length, byte[] bytes) {

        boolean isCut() {
            return length > bytes.length;
        }

        IncomingMessage message(ParsedMessage request) {
            return IncomingMessage.entry(id, place, bytes, request);
        }
    }

    Uni<List<Taken>> run(Duration lease, List<MessageId> ids) {
        List<String> arguments = new ArrayList<>(List.of(
                Long.toString(lease.toMillis()),
                Integer.toString(RequestParser.MAX_BYTES),
                Integer.toString(KEPT_BYTES),
                Integer.toString(BYTES_AT_ONCE),
                Integer.toString(UNREAD_BYTES)));
        ids.forEach(id -> arguments.add(id.toString()));
        return redis.eval(SCRIPT, KEYS, arguments).map(TakeEntriesScript::taken);
    }

    private static List<Taken> taken(Response answer) {
        List<Taken> entries = new ArrayList<>();
        for (int i = 0; i + 3 < answer.size(); i += 4) {
            MessageId id = MessageId.parse(answer.get(i).toString());
            long place = answer.get(i + 1).toLong();
            long length = answer.get(i + 2).toLong();
            entries.add(new Taken(id, place, length, answer.get(i + 3).toBytes()));
        }
        return entries;
    }
}
