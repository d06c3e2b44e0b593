package io.estafet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.queue.Entry;
import io.estafet.queue.Settlement;
import io.estafet.queue.redis.SettleScript.Settled;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.List;

/** Settles as owner {@code one}. */
abstract class SettleScriptTestBase extends QueueScriptTestBase {

    private static final Script SETTLE = frozen("queue/settle");

    static Uni<Settled> run(String owner, List<Settlement> settlements) {
        return new SettleScript(redis, SETTLE).run(PORTFOLIO, SENDER, 0, owner, settlements);
    }

    static Settled settle(List<Settlement> settlements) {
        return await(run("one", settlements));
    }

    static Settled settle(Settlement settlement) {
        return settle(List.of(settlement));
    }

    static Settlement settlement(Entry entry, Settlement.Kind kind) {
        return Settlement.again(kind, entry, false);
    }

    static void assertUntouched(Settlement settlement) {
        var before = everything();
        assertThat(settle(settlement)).isEqualTo(new Settled(0, -1));
        assertThat(everything()).isEqualTo(before);
    }

    /** The message is counted for its person, as of then, beside what was counted before. */
    static void charge(Entry entry, long at) {
        charge(entry, at, SENDER.value());
    }

    static void charge(Entry entry, long at, String sender) {
        String person = entry.person().toString();
        String charges = field(KEYS.charges(), person).orElse("") + charged(entry, at, sender);
        send(Command.HSET, KEYS.charges(), person, charges);
        send(Command.ZADD, KEYS.limit(), "GT", "" + at, person);
        if (sender.equals(SENDER.value())) {
            send(Command.ZADD, KEYS.limit(SENDER), "GT", "" + at, person);
        }
    }

    static String charged(Entry entry, long at, String sender) {
        return entry.id() + "," + at + "," + sender + ";";
    }
}
