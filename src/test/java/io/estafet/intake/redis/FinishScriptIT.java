package io.estafet.intake.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.redis.Keys;
import io.estafet.redis.Script;
import io.estafet.testing.ScriptTestBase;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code intake/finish.lua} by itself. */
class FinishScriptIT extends ScriptTestBase {

    private static final Script FINISH = frozen("intake/finish");
    private static final List<String> KEYS = List.of(Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES);

    @BeforeEach
    void takeThree() {
        for (String id : List.of("a", "b", "c")) {
            send(Command.HSET, Keys.INTAKE_TAKEN, id, "1|x");
            send(Command.ZADD, Keys.INTAKE_LEASES, "" + (NOW + 500), id);
        }
    }

    @Test
    void forgetsWhatIsFinishedAndGivesBackTheRestInAWhile() {
        assertThat(await(finish(70, List.of("a"), List.of("b")))).isOne();

        assertThat(field(Keys.INTAKE_TAKEN, "a")).isEmpty();
        assertThat(score(Keys.INTAKE_LEASES, "a")).isEmpty();
        assertThat(field(Keys.INTAKE_TAKEN, "b")).hasValue("1|x");
        assertThat(score(Keys.INTAKE_LEASES, "b")).hasValue(NOW + 70);
        assertThat(score(Keys.INTAKE_LEASES, "c")).hasValue(NOW + 500);
    }

    @Test
    void whatIsNotTakenCanNeitherBeFinishedNorGivenBack() {
        var before = everything();
        assertThat(await(finish(70, List.of("unknown"), List.of("other")))).isZero();
        assertThat(await(finish(70, List.of(), List.of()))).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aRepeatedCallFinishesNothing() {
        await(finish(70, List.of("a"), List.of("b")));
        var before = everything();
        assertThat(await(finish(70, List.of("a"), List.of("b")))).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    /** Another replica has finished it since: giving it back does not bring it back. */
    @Test
    void whatAnotherHasFinishedStaysFinished() {
        await(finish(0, List.of("a"), List.of()));
        await(finish(0, List.of(), List.of("a")));
        assertThat(score(Keys.INTAKE_LEASES, "a")).isEmpty();
        assertThat(field(Keys.INTAKE_TAKEN, "a")).isEmpty();
    }

    @Test
    void callersAtOnceFinishEachOnce() {
        List<Integer> finished = atOnce(8, () -> finish(70, List.of("a", "b"), List.of("c")));
        assertThat(finished.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        assertThat(score(Keys.INTAKE_LEASES, "c")).hasValue(NOW + 70);
    }

    @Test
    void finishesAndGivesBackInAFullRedis() {
        withoutMemory(() ->
                assertThat(await(finish(70, List.of("a", "b"), List.of("c")))).isEqualTo(2));
        withoutMemory(
                () -> assertThat(await(finish(90, List.of(), List.of("c")))).isZero());
        assertThat(score(Keys.INTAKE_LEASES, "c")).hasValue(NOW + 90);
    }

    @Test
    void aKeyOfAnotherTypeChangesNothing() {
        assertOtherTypesChangeNothing(KEYS, this::takeThree, () -> finish(70, List.of("a"), List.of("b")));
    }

    private static Uni<Integer> finish(long due, List<String> finished, List<String> again) {
        List<Object> arguments = new ArrayList<>(List.of(due, finished.size()));
        arguments.addAll(finished);
        arguments.addAll(again);
        return eval(FINISH, KEYS, arguments.toArray()).map(answer -> answer.toInteger());
    }
}
