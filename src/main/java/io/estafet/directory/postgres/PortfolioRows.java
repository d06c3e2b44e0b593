package io.estafet.directory.postgres;

import io.estafet.directory.Registration;
import io.estafet.directory.postgres.RegistryRepository.Decision;
import io.estafet.directory.postgres.RegistryRepository.Turn;
import io.estafet.message.PortfolioId;
import io.estafet.message.TenantId;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Changes of portfolios, each within its turn. */
final class PortfolioRows {

    private static final String FIRST_EPOCH =
            "INSERT INTO portfolio_epoch (portfolio, epoch) VALUES (:portfolio, 1) ON CONFLICT DO NOTHING";

    private PortfolioRows() {}

    static Uni<Decision> put(Turn turn, PortfolioId id, TenantId tenant, long messagingLimit) {
        PortfolioRow row = new PortfolioRow();
        row.id = id.value();
        row.tenant = tenant.value();
        row.messagingLimit = messagingLimit;
        row.version = turn.version();
        return turn.session().get(PortfolioRow.class, id.value()).chain(old -> write(turn, old, row));
    }

    private static Uni<Decision> write(Turn turn, @Nullable PortfolioRow old, PortfolioRow row) {
        PortfolioId id = new PortfolioId(row.id);
        if (old == null) {
            return turn.session()
                    .insert(row)
                    .chain(() -> turn.session()
                            .createNativeQuery(FIRST_EPOCH)
                            .setParameter("portfolio", row.id)
                            .executeUpdate())
                    .replaceWith(Decision.done(true, id));
        }
        return old.tenant.equals(row.tenant)
                ? turn.session().update(row).replaceWith(Decision.done(false, id))
                : Uni.createFrom().item(Decision.refused(Registration.NOT_FOUND));
    }
}
