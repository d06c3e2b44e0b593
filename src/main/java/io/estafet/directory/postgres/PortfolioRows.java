package io.estafet.directory.postgres;

import io.estafet.directory.Registration;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of portfolios, each within its turn. */
final class PortfolioRows {

    private static final String FIRST_EPOCH =
            "INSERT INTO portfolio_epoch (portfolio, epoch) VALUES (:portfolio, 1) ON CONFLICT DO NOTHING";

    private static final String OWNED = "select count(*) from PortfolioRow where tenant = :tenant";

    private final TenantBoundsConfig bounds;

    PortfolioRows(TenantBoundsConfig bounds) {
        this.bounds = bounds;
    }

    Uni<Decision> put(Turn turn, PortfolioId id, TenantId tenant, long messagingLimit) {
        PortfolioRow row = new PortfolioRow();
        row.id = id.value();
        row.tenant = tenant.value();
        row.messagingLimit = messagingLimit;
        row.version = turn.version();
        return turn.session().get(PortfolioRow.class, id.value()).chain(old -> write(turn, old, row));
    }

    private Uni<Decision> write(Turn turn, @Nullable PortfolioRow old, PortfolioRow row) {
        if (old == null) {
            return turn.count(OWNED, row.tenant)
                    .chain(owned -> owned < bounds.maxPortfolios()
                            ? insert(turn, row)
                            : Decision.refused(Registration.TOO_MANY_PORTFOLIOS));
        }
        return old.tenant.equals(row.tenant)
                ? turn.session().update(row).replaceWith(done(false, row))
                : Decision.refused(Registration.NOT_FOUND);
    }

    private static Uni<Decision> insert(Turn turn, PortfolioRow row) {
        return turn.session()
                .insert(row)
                .chain(() -> turn.session()
                        .createNativeQuery(FIRST_EPOCH)
                        .setParameter("portfolio", row.id)
                        .executeUpdate())
                .replaceWith(done(true, row));
    }

    private static Decision done(boolean isNew, PortfolioRow row) {
        return Decision.done(isNew, List.of(new PortfolioId(row.id)));
    }
}
