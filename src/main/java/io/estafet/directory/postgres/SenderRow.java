package io.estafet.directory.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.net.URISyntaxException;
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

    /**
     * A value that was stored by hand may not be a URL. Its text is kept, in a form from which no request can be built.
     */
    static URI url(String baseUrl) {
        try {
            return new URI(baseUrl);
        } catch (URISyntaxException noUrl) {
            try {
                return new URI("unreadable", baseUrl, null);
            } catch (URISyntaxException e) {
                throw new IllegalStateException("quoted words are an opaque URI", e);
            }
        }
    }
}
