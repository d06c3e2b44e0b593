package io.estafet.journal.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a message. */
@Entity(name = "Event")
@Table(name = "event")
@Immutable
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class EventRow {

    @Id
    long seq;

    @Column(name = "message_id")
    UUID message;

    @Column(name = "at")
    Instant happenedAt;

    short state;

    @Nullable
    Short reason;

    @Nullable
    Integer attempt;

    @Nullable
    Instant began;

    @Nullable
    String detail;
}
