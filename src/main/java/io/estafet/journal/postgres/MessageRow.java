package io.estafet.journal.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A message's row as it is read for its tenant; bodies are not read. */
@Entity(name = "Message")
@Table(name = "message")
@Immutable
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
class MessageRow {

    @Id
    UUID id;

    String tenant;
    String portfolio;
    String sender;
    long person;
    String address;
    short category;
    short state;

    @Nullable
    Short reason;

    @Column(name = "until")
    @Nullable
    Instant notBefore;

    int attempts;

    @Column(name = "attempt_at")
    @Nullable
    Instant attemptAt;

    @Nullable
    String wamid;

    @Column(name = "accepted_at")
    Instant acceptedAt;

    @Column(name = "send_at")
    @Nullable
    Instant sendAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "sent_at")
    @Nullable
    Instant sentAt;

    @Nullable
    String campaign;

    @Nullable
    String reference;

    @Column(name = "fallback_category")
    @Nullable
    Short fallbackCategory;

    @Column(name = "fallback_used")
    boolean fallbackUsed;
}
