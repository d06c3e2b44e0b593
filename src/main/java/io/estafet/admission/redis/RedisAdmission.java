package io.estafet.admission.redis;

import io.estafet.admission.Admission;
import io.estafet.admission.AdmissionConfig;
import io.estafet.admission.Charges;
import io.estafet.admission.Pauses;
import io.estafet.admission.Taken;
import io.estafet.admission.Windows;
import io.estafet.clock.MovableClock;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.Reason;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.estafet.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Admission in Redis, and the changes of the state by which it decides. */
@ApplicationScoped
public class RedisAdmission implements Admission, Charges, Windows, Pauses {

    private static final Duration MOVING_DAY = Duration.ofDays(1);
    private static final Script CHANGE_CHARGE = Script.load("admission/change_charge");
    private static final Script OPEN_WINDOW = Script.load("admission/open_window");
    private static final Script CLOSE_WINDOW = Script.load("admission/close_window");
    private static final Script SET_PAUSE = Script.load("admission/set_pause");

    private final RedisLink redis;
    private final MovableClock clock;
    private final AdmissionConfig config;
    private final TakeScript take;

    public RedisAdmission(RedisLink redis, MovableClock clock, AdmissionConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.config = config;
        this.take = new TakeScript(redis, config, TakeScript.SCRIPT);
    }

    @Override
    public Uni<Taken> take(PortfolioId portfolio, SenderId sender, String owner, int most) {
        return Uni.createFrom().deferred(() -> take.run(portfolio, sender, clock.offsetMillis(), owner, most));
    }

    @Override
    public Uni<Void> moveForward(
            PortfolioId portfolio, SenderId sender, PersonId person, MessageId message, Instant at) {
        return changeCharge(portfolio, sender, person, message, at.toEpochMilli());
    }

    @Override
    public Uni<Void> refund(PortfolioId portfolio, SenderId sender, PersonId person, MessageId message) {
        return changeCharge(portfolio, sender, person, message, 0);
    }

    @Override
    public Uni<Optional<Instant>> counted(PortfolioId portfolio, PersonId person) {
        return redis.send(Command.ZSCORE, Keys.of(portfolio).limit(), person.toString())
                .map(score -> Optional.ofNullable(score)
                        .map(at -> Instant.ofEpochMilli((long) Double.parseDouble(at.toString())))
                        .filter(at -> at.isAfter(clock.instant().minus(MOVING_DAY))));
    }

    @Override
    public Uni<Usage> usage(PortfolioId portfolio) {
        return usage(Keys.of(portfolio).limit());
    }

    @Override
    public Uni<Usage> usage(PortfolioId portfolio, SenderId sender) {
        return usage(Keys.of(portfolio).limit(sender));
    }

    @Override
    public Uni<Void> open(PortfolioId portfolio, SenderId sender, Map<PersonId, Instant> ends, int messages) {
        Keys keys = Keys.of(portfolio);
        return change(
                OPEN_WINDOW,
                List.of(keys.window(sender), keys.pace(sender), keys.sender(sender)),
                () -> openArguments(ends, messages));
    }

    private List<String> openArguments(Map<PersonId, Instant> ends, int messages) {
        List<String> arguments = new ArrayList<>(
                List.of(offset(), Integer.toString(config.headroomPerMille()), Integer.toString(messages)));
        ends.forEach((person, end) -> {
            arguments.add(person.toString());
            arguments.add(millis(end));
        });
        return arguments;
    }

    @Override
    public Uni<Void> close(PortfolioId portfolio, SenderId sender, PersonId person, Instant refusedBegan) {
        return change(
                CLOSE_WINDOW,
                List.of(Keys.of(portfolio).window(sender)),
                () -> List.of(person.toString(), millis(refusedBegan.plus(MOVING_DAY))));
    }

    @Override
    public Uni<Void> pause(PortfolioId portfolio, SenderId sender, Reason reason, Instant causeBeganAt, Instant until) {
        return change(
                SET_PAUSE,
                List.of(Keys.of(portfolio).pauses(sender)),
                () -> List.of(offset(), reason.word(), millis(causeBeganAt), millis(bounded(until))));
    }

    @Override
    public Uni<Void> resume(PortfolioId portfolio, SenderId sender, Reason reason) {
        return redis.send(Command.HDEL, Keys.of(portfolio).pauses(sender), reason.word())
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<Reason, Instant>> pauses(PortfolioId portfolio, SenderId sender) {
        return redis.send(Command.HGETALL, Keys.of(portfolio).pauses(sender)).map(this::pausesInForce);
    }

    private Uni<Void> changeCharge(
            PortfolioId portfolio, SenderId sender, PersonId person, MessageId message, long countedMillis) {
        Keys keys = Keys.of(portfolio);
        return change(
                CHANGE_CHARGE,
                List.of(keys.limit(), keys.limit(sender), keys.charges()),
                () -> List.of(
                        offset(),
                        message.toString(),
                        person.toString(),
                        sender.value(),
                        Long.toString(MOVING_DAY.toMillis()),
                        Long.toString(countedMillis)));
    }

    private Uni<Void> change(Script script, List<String> keys, Supplier<List<String>> arguments) {
        return Uni.createFrom()
                .deferred(() -> redis.eval(script, keys, arguments.get()))
                .replaceWithVoid();
    }

    private Uni<Usage> usage(String key) {
        return Uni.createFrom().deferred(() -> {
            String since = "(" + millis(clock.instant().minus(MOVING_DAY));
            return redis.batch(List.of(
                            RedisLink.request(Command.ZCOUNT, key, since, "(+inf"),
                            RedisLink.request(
                                    Command.ZRANGEBYSCORE, key, since, "(+inf", "WITHSCORES", "LIMIT", "0", "1")))
                    .map(RedisAdmission::usage);
        });
    }

    private static Usage usage(List<Response> answers) {
        Response oldest = answers.get(1);
        Optional<Instant> frees = oldest.size() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(score(oldest)).plus(MOVING_DAY));
        return new Usage(answers.get(0).toLong(), frees);
    }

    /** RESP3 returns pairs of member and number, RESP2 a flat list of texts. */
    private static long score(Response range) {
        Response first = range.get(0);
        return first.size() == 2
                ? first.get(1).toLong()
                : (long) Double.parseDouble(range.get(1).toString());
    }

    private Map<Reason, Instant> pausesInForce(Response fields) {
        Map<Reason, Instant> pauses = new EnumMap<>(Reason.class);
        for (String word : fields.getKeys()) {
            String fromAndUntil = fields.get(word).toString();
            String ends = fromAndUntil.substring(fromAndUntil.indexOf(':') + 1);
            Instant until = bounded(Instant.ofEpochMilli(Long.parseLong(ends)));
            if (until.isAfter(clock.instant())) {
                Reason.ofWord(word).ifPresent(reason -> pauses.put(reason, until));
            }
        }
        return pauses;
    }

    /** Cuts a pause to {@link #LONGEST}. Stored pauses are cut, too, since a clock may have been set back. */
    private Instant bounded(Instant until) {
        Instant latest = clock.instant().plus(LONGEST);
        return until.isBefore(latest) ? until : latest;
    }

    private String offset() {
        return Long.toString(clock.offsetMillis());
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
