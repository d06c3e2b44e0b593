package io.estafet.directory.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/** A template as stored. */
@Entity
@Table(name = "template")
@IdClass(TemplateRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class TemplateRow {

    @Id
    @Column(name = "waba_id")
    String wabaId;

    @Id
    String name;

    @Id
    String language;

    String tenant;

    /** The rank of the category. */
    short category;

    /** The name of the status. */
    String status;

    byte[] components;

    /** The size of the components, known without reading them. */
    @Formula("octet_length(components)")
    int bytes;

    @Column(name = "status_at")
    Instant statusAt;

    @Nullable
    @Column(name = "paused_until")
    Instant pausedUntil;

    /** How often a refusal has paused the template. */
    int pauses;

    long version;

    /** True when the template was deleted: its components are removed already, the row is removed later. */
    boolean deleted;

    /** The three parts of a template's key. */
    record Key(String wabaId, String name, String language) implements Serializable {}
}
