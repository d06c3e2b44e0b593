package io.estafet.intake.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.estafet.message.TenantId;
import org.junit.jupiter.api.Test;

class WaitingPlacesTest {

    private static final TenantId GREEDY = new TenantId("greedy");
    private static final TenantId OTHER = new TenantId("other");

    private final WaitingPlaces places = new WaitingPlaces(100);

    @Test
    void aTenantAloneGetsHalfOfThem() {
        assertThat(taken(GREEDY)).isEqualTo(50);
    }

    @Test
    void anotherTenantStillGetsIn() {
        taken(GREEDY);

        assertThat(taken(OTHER)).isEqualTo(25);
        assertThat(places.take(GREEDY)).isFalse();
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        taken(GREEDY);
        places.leave(GREEDY);

        assertThat(taken(GREEDY)).isEqualTo(1);
    }

    @Test
    void placesGivenBackAreFreeForOthers() {
        int taken = taken(GREEDY);
        for (int i = 0; i < taken; i++) {
            places.leave(GREEDY);
        }

        assertThat(taken(OTHER)).isEqualTo(50);
    }

    @Test
    void theOnlyPlaceIsForWhoeverComesFirst() {
        WaitingPlaces one = new WaitingPlaces(1);

        assertThat(one.take(GREEDY)).isTrue();
        assertThat(one.take(OTHER)).isFalse();
        one.leave(GREEDY);
        assertThat(one.take(OTHER)).isTrue();
    }

    /** How many a tenant gets that takes them until it is refused. */
    private int taken(TenantId tenant) {
        int taken = 0;
        while (places.take(tenant)) {
            taken++;
        }
        return taken;
    }
}
