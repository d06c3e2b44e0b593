package io.estafet.intake.redis;

import io.estafet.message.MessageId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code lua/intake/finish.lua}: forgets finished entries, or gives entries back for another try. */
final class FinishScript {

    private static final Script SCRIPT = Script.load("intake/finish");
    private static final List<String> KEYS = List.of(Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES);

    private final RedisLink redis;

    FinishScript(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * Answers how many were finished now.
     *
     * @param again the entries that are given back; they are due after the pause
     */
    Uni<Integer> run(Duration pause, List<MessageId> finished, List<MessageId> again) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(pause.toMillis()));
        arguments.add(Integer.toString(finished.size()));
        finished.forEach(id -> arguments.add(id.toString()));
        again.forEach(id -> arguments.add(id.toString()));
        return redis.eval(SCRIPT, KEYS, arguments).map(answer -> answer.toInteger());
    }
}
