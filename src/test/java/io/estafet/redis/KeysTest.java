package io.estafet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final SenderId SENDER = new SenderId("s");
    private static final Keys KEYS = Keys.of(new PortfolioId("p"));

    @Test
    void allKeysOfAPortfolioLieOnOneSlot() {
        assertThat(parts(KEYS)).allSatisfy(key -> assertThat(key).startsWith("e:{p}:"));
    }

    @Test
    void noTwoKeysAreTheSame() {
        List<String> all = Stream.concat(
                        parts(KEYS),
                        Stream.concat(numberParts(new SenderId("t")), parts(Keys.of(new PortfolioId("q")))))
                .toList();
        assertThat(all).doesNotHaveDuplicates();
    }

    /** A key that is no part would survive a rebuild, and nobody would notice that it was lost. */
    @Test
    void everyKeyIsAPart() {
        assertThat(accessors()).isNotEmpty().isEqualTo(parts(KEYS).collect(Collectors.toSet()));
    }

    @Test
    void onlyPausesSurviveARebuild() {
        assertThat(KEYS.parts(SENDER))
                .filteredOn(part -> part.mark() == Mark.KEPT)
                .extracting(Keys.Part::key)
                .containsExactly(KEYS.pauses(SENDER));
        assertThat(KEYS.parts()).noneMatch(part -> part.mark() == Mark.KEPT);
    }

    @Test
    void lanesComeInTheOrderOfTheirCategories() {
        assertThat(KEYS.lanes(SENDER))
                .containsExactly("e:{p}:lane:s:0", "e:{p}:lane:s:1", "e:{p}:lane:s:2", "e:{p}:lane:s:3");
        assertThat(KEYS.lane(SENDER, Category.UTILITY))
                .isEqualTo(KEYS.lanes(SENDER).get(Category.UTILITY.rank()));
    }

    /** One script uses them together, and other programs push to the intake by its bare name. */
    @Test
    void keysThatAreSharedLieOnTheSlotOfTheirScript() {
        assertThat(Keys.INTAKE).isEqualTo("estafet:intake");
        assertThat(List.of(Keys.INTAKE_TAKEN, Keys.INTAKE_LEASES, Keys.INTAKE_PLACE))
                .allSatisfy(key -> assertThat(key).startsWith("{" + Keys.INTAKE + "}:"));
        assertThat(List.of(Keys.WAKE_WORK, Keys.WAKE_SEQ, Keys.WAKE_REPLICAS))
                .allSatisfy(key -> assertThat(key).startsWith("{estafet:wake}:"));
    }

    private static Stream<String> parts(Keys keys) {
        return Stream.concat(
                keys.parts().stream().map(Keys.Part::key),
                keys.parts(SENDER).stream().map(Keys.Part::key));
    }

    private static Stream<String> numberParts(SenderId sender) {
        return KEYS.parts(sender).stream().map(Keys.Part::key);
    }

    /** What all methods that give one key give. */
    private static Set<String> accessors() {
        return Stream.of(Keys.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Keys.class && method.getReturnType() == String.class)
                .flatMap(KeysTest::keys)
                .collect(Collectors.toSet());
    }

    private static Stream<String> keys(Method method) {
        return switch (method.getParameterCount()) {
            case 0 -> Stream.of(key(method));
            case 1 -> Stream.of(key(method, SENDER));
            default -> Stream.of(Category.values()).map(category -> key(method, SENDER, category));
        };
    }

    private static String key(Method method, Object... arguments) {
        try {
            return (String) method.invoke(KEYS, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
