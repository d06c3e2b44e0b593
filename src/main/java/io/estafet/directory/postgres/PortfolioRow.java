package io.estafet.directory.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A portfolio as stored. */
@Entity
@Table(name = "portfolio")
@SuppressWarnings("NullAway.Init") // Hibernate fills it
class PortfolioRow {

    @Id
    String id;

    String tenant;

    /** -1 for unlimited. */
    @Column(name = "messaging_limit")
    long messagingLimit;

    long version;
}
