package io.estafet.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.redis.Keys;
import io.estafet.redis.RedisLink;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where Redis itself says that messages stand and people count. */
final class Places {

    private final Rig rig;
    private final Keys keys;
    private final List<NumberModel> numbers;

    Places(Rig rig, PortfolioId portfolio, List<NumberModel> numbers) {
        this.rig = rig;
        this.keys = Keys.of(portfolio);
        this.numbers = numbers;
    }

    /** Who counts against the portfolio's limit, and against the number's own. */
    List<Map<PersonId, Long>> counted(SenderId sender, long now) {
        return rig.batch(List.of(counting(keys.limit(), now), counting(keys.limit(sender), now))).stream()
                .map(Places::people)
                .toList();
    }

    private static Request counting(String key, long now) {
        return RedisLink.request(Command.ZRANGEBYSCORE, key, "(" + (now - Rig.DAY), "(inf", "WITHSCORES");
    }

    private static Map<PersonId, Long> people(Response pairs) {
        Map<PersonId, Long> people = new HashMap<>();
        for (Response pair : pairs) {
            people.put(
                    new PersonId(pair.get(0).toLong()), pair.get(1).toDouble().longValue());
        }
        return people;
    }

    /**
     * Each id that has an entry stands somewhere, and, stale copies in a lane apart, in one place only; a clock that
     * goes back makes what was due wait again, so that a stale copy may stand aside a second time.
     */
    void assertNothingIsLost(PortfolioModel model, boolean clockWasSetBack) {
        Set<String> entries = strings(rig.send(Command.HKEYS, keys.entry()));
        assertThat(entries).isEqualTo(texts(model.entries.keySet()));
        Map<String, List<String>> places = new HashMap<>();
        Set<String> inLanes = new HashSet<>();
        for (NumberModel number : numbers) {
            gather(number.id, places, inLanes);
        }
        for (String id : entries) {
            List<String> of = places.getOrDefault(id, List.of());
            if (!clockWasSetBack) {
                assertThat(of).as("places of " + id).hasSizeLessThanOrEqualTo(1);
            }
            assertThat(!of.isEmpty() || inLanes.contains(id))
                    .as("a place for " + id)
                    .isTrue();
        }
        assertThat(entries).as("places of what is gone").containsAll(places.keySet());
    }

    private void gather(SenderId sender, Map<String, List<String>> places, Set<String> inLanes) {
        List<String> zsets = List.of(
                keys.behind(sender),
                keys.held(sender),
                keys.parked(sender),
                keys.line(sender),
                keys.dailyLine(sender),
                keys.inflight(sender));
        List<Request> requests = new ArrayList<>();
        zsets.forEach(key -> requests.add(RedisLink.request(Command.ZRANGE, key, "0", "-1")));
        for (var category : io.estafet.message.Category.values()) {
            requests.add(RedisLink.request(Command.LRANGE, keys.lane(sender, category), "0", "-1"));
        }
        List<Response> answers = rig.batch(requests);
        for (int i = 0; i < answers.size(); i++) {
            for (String member : strings(answers.get(i))) {
                String id = member.substring(member.lastIndexOf(':') + 1);
                if (i < zsets.size()) {
                    places.computeIfAbsent(id, x -> new ArrayList<>()).add(zsets.get(i));
                } else {
                    inLanes.add(id);
                }
            }
        }
    }

    private static Set<String> texts(Set<MessageId> ids) {
        Set<String> texts = new HashSet<>();
        ids.forEach(id -> texts.add(id.toString()));
        return texts;
    }

    private static Set<String> strings(Response list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.toString()));
        texts.remove("0"); // the mark
        return texts;
    }
}
