package io.estafet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.estafet.delivery.Delivery;
import io.estafet.delivery.DeliveryResult;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.journal.RightToSend;
import io.estafet.message.AttemptId;
import io.estafet.message.Category;
import io.estafet.message.MessageId;
import io.estafet.redis.Keys;
import io.estafet.sender.SenderBook;
import io.estafet.testing.Redis;
import io.estafet.testing.Servers;
import io.estafet.testing.ServersResource;
import io.estafet.testing.Statements;
import io.estafet.testing.WhatsAppTestBase;
import io.estafet.testing.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A message that breaks its worker, again and again: it ends, and its neighbours go on. */
@QuarkusTest
@TestProfile(PoisonIT.BrokenDelivery.class)
@QuarkusTestResource(ServersResource.class)
class PoisonIT extends WhatsAppTestBase {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Inject
    World world;

    @Inject
    Registry registry;

    @Inject
    RightToSend rights;

    @Inject
    SenderBook book;

    @Inject
    InstantSource clock;

    /** A bug that some messages meet, and patience for nobody. */
    public static final class BrokenDelivery implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ThrowingDelivery.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("estafet.unknown.patience.utility", "1s", "estafet.unknown.policy.utility", "resend");
        }
    }

    /** Throws while it prepares a message of marketing, and sends the rest. */
    @Alternative
    @Singleton
    static class ThrowingDelivery implements Delivery {

        static final AtomicInteger THROWN = new AtomicInteger();

        @Override
        public Uni<DeliveryResult> deliver(DeliveryRequest request, Runnable leaving) {
            if (new String(request.message(), StandardCharsets.UTF_8).contains("marketing")) {
                THROWN.incrementAndGet();
                throw new IllegalStateException("a bug");
            }
            leaving.run();
            return Uni.createFrom()
                    .item(new DeliveryResult.Sent(
                            "wamid." + request.attempt().callbackData(), Optional.empty(), Optional.empty()));
        }

        @Override
        public Duration longest() {
            return Duration.ofSeconds(7);
        }
    }

    @Test
    void aMessageThatThrowsEachTimeEndsAfterThreeAndItsNeighboursGo() {
        // Given
        World.Number number = world.number(whatsApp, -1, 200);
        List<String> people = world.agreeing(number.portfolio(), 300);
        ThrowingDelivery.THROWN.set(0);

        // When
        world.accept(number, Category.UTILITY, people.subList(0, 150));
        world.accept(number, Category.MARKETING, people.subList(0, 2));
        world.accept(number, Category.UTILITY, people.subList(150, 300));

        // Then
        await().atMost(BOUND)
                .until(() -> World.states(number.sender()).equals(Map.of("sent", 300L, "failed/poison", 2L)));
        assertThat(ThrowingDelivery.THROWN.get()).isEqualTo(6);
    }

    @Test
    void anAddressThatCannotBeReadCostsNothingButItself() {
        // Given
        World.Number number = world.number(whatsApp, -1, 200);
        pause(number, true);
        List<MessageId> ids = world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 20));
        assertThat(Statements.execute("UPDATE message SET address = '+?' WHERE id = '" + ids.get(7) + "'"))
                .isOne();

        // When
        pause(number, false);

        // Then: this delivery accepts any address
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("sent", 20L)));
    }

    /** Two workers have died over it; the third one has the right to send and dies too. */
    @Test
    void aMessageWhoseWorkerDiesForTheThirdTimeEnds() {
        // Given
        World.Number number = world.number(whatsApp, -1, 200);
        pause(number, true);
        MessageId id = world.accept(number, Category.UTILITY, world.agreeing(number.portfolio(), 1))
                .get(0);
        await().atMost(BOUND).until(() -> claim(number, id));
        assertThat(Statements.execute("UPDATE message SET breaks = 2 WHERE id = '" + id + "'"))
                .isOne();

        // When
        Redis.ask(Servers.redis(), "DEL " + Keys.of(number.portfolio()).ready());

        // Then
        await().atMost(BOUND).until(() -> World.states(number.sender()).equals(Map.of("failed/poison", 1L)));
    }

    private boolean claim(World.Number number, MessageId id) {
        Instant now = clock.instant();
        return !World.await(rights.claim(List.of(new RightToSend.Claim(
                        new AttemptId(id, 1),
                        number.portfolio(),
                        book.find(number.portfolio()).orElseThrow().epoch(),
                        Optional.empty(),
                        false,
                        now,
                        now.plusSeconds(1)))))
                .isEmpty();
    }

    private void pause(World.Number number, boolean paused) {
        World.await(registry.putSender(number.sender(), World.TENANT, old -> paused(old.orElseThrow(), paused)));
    }

    private static SenderDraft paused(SenderDraft old, boolean paused) {
        return new SenderDraft(
                old.portfolio(),
                old.wabaId(),
                old.displayPhoneNumber(),
                old.baseUrl(),
                Optional.empty(),
                old.throughput(),
                old.dailyLimit(),
                paused,
                old.webhooks());
    }
}
