package io.estafet.intake.redis;

import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** {@code lua/intake/refuse.lua}: keeps the latest refused entries. */
final class RefuseScript {

    private static final Script SCRIPT = Script.load("intake/refuse");

    private final RedisLink redis;

    RefuseScript(RedisLink redis) {
        this.redis = redis;
    }

    /** @param kept the most entries that are kept */
    Uni<Void> run(int kept, List<String> refused) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(kept));
        arguments.addAll(refused);
        return redis.eval(SCRIPT, List.of(Keys.INTAKE_REFUSED), arguments).replaceWithVoid();
    }
}
