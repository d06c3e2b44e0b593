package io.estafet.intake;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.estafet.message.MessageId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Makes ids: UUIDv7, each greater than the one before, also when the clock steps back. Thread-safe. */
@Singleton
public final class MessageIds {

    private final TimeBasedEpochGenerator generator = new TimeBasedEpochGenerator(new SecureRandom());
    private final InstantSource clock;
    private long lastMillis;

    public MessageIds(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized MessageId next() {
        lastMillis = Math.max(lastMillis, clock.millis());
        return new MessageId(generator.construct(lastMillis));
    }
}
