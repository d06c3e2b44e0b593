package io.estafet.admission.redis;

import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Taken;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Admission's scripts with their text changed, so that a test owns their clock and can break their gates. */
public final class AdmissionScripts {

    private final RedisLink redis;
    private final TakeScript take;
    private final Script changeCharge;
    private final Script openWindow;
    private final Script setPause;

    public AdmissionScripts(RedisLink redis, AdmissionConfig config, UnaryOperator<String> change) {
        this.redis = redis;
        this.take = new TakeScript(redis, config, changed("admission/take", change));
        this.changeCharge = changed("admission/change_charge", change);
        this.openWindow = changed("admission/open_window", change);
        this.setPause = changed("admission/set_pause", change);
    }

    public Uni<Taken> take(PortfolioId portfolio, SenderId sender, long offset, String owner, int most) {
        return take.run(portfolio, sender, offset, owner, most);
    }

    /** @param counted 0 for a refund */
    public Uni<Integer> changeCharge(
            PortfolioId portfolio, SenderId sender, long offset, PersonId person, MessageId id, long counted) {
        Keys keys = Keys.of(portfolio);
        String day = Long.toString(Duration.ofDays(1).toMillis());
        return redis.eval(
                        changeCharge,
                        List.of(keys.limit(), keys.limit(sender), keys.charges()),
                        List.of("" + offset, "" + id, "" + person, sender.value(), day, "" + counted))
                .map(answer -> answer.toInteger());
    }

    public Uni<Integer> openWindow(PortfolioId portfolio, SenderId sender, long offset, PersonId person, long ends) {
        Keys keys = Keys.of(portfolio);
        return redis.eval(
                        openWindow,
                        List.of(keys.window(sender), keys.pace(sender), keys.sender(sender)),
                        List.of("" + offset, "15", "1", "" + person, "" + ends))
                .map(answer -> answer.toInteger());
    }

    public Uni<Integer> setPause(
            PortfolioId portfolio, SenderId sender, long offset, String reason, long began, long until) {
        return redis.eval(
                        setPause,
                        List.of(Keys.of(portfolio).pauses(sender)),
                        List.of("" + offset, reason, "" + began, "" + until))
                .map(answer -> answer.toInteger());
    }

    private static Script changed(String name, UnaryOperator<String> change) {
        Script script = Script.load(name);
        return Script.of(name, change.apply(script.source()));
    }
}
