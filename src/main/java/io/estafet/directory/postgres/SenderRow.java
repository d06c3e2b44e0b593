package io.estafet.directory.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A number as stored; the token is sealed. */
@Entity
@Table(name = "sender")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class SenderRow {

    @Id
    String id;

    String tenant;

    String portfolio;

    @Column(name = "waba_id")
    String wabaId;

    @Column(name = "display_phone_number")
    String displayPhoneNumber;

    @Column(name = "base_url")
    String baseUrl;

    byte[] token;

    int throughput;

    @Nullable
    @Column(name = "daily_limit")
    Long dailyLimit;

    boolean paused;

    boolean webhooks;

    long version;
}
