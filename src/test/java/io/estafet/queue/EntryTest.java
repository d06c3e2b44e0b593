package io.estafet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.message.PersonId;
import io.estafet.message.SenderId;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final MessageId ID = new MessageId(new UUID(1_800_000_000_000L << 16 | 0x7000, 0x8000000000000001L));

    @Test
    void readsWhatItPacked() {
        Entry entry = new Entry(
                ID,
                new SenderId("s"),
                new PersonId(7),
                Category.SERVICE,
                Optional.empty(),
                1_800_000_060_000L,
                5,
                2,
                Optional.of("w/order_ready/en_US"),
                Optional.of(Category.UTILITY),
                false);

        assertThat(Entry.unpack(ID, entry.pack())).isEqualTo(entry);
        assertThat(Entry.unpack(ID, "41|" + entry.pack())).isEqualTo(entry);
    }

    /** The loop knows the damage by these words and has the queue rebuilt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "7|7||1800000060000|0|0|||0|s",
                "1|person||1800000060000|0|0|||0|s",
                "1|7||never|0|0|||0|s",
                "1|7||1800000060000|0|99999999999|||0|s",
                "1|7||1800000060000|0|0|w/t/en||0|s",
                "1|7||1800000060000|0|0|w/t/en|9|0|s",
            })
    void whatCannotBeReadIsDamage(String packed) {
        assertThatThrownBy(() -> Entry.unpack(ID, packed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a queue entry");
    }
}
