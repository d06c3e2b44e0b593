package io.estafet.directory.rest;

import io.estafet.directory.ConsentRecord;
import io.estafet.directory.Consents;
import io.estafet.message.Category;
import io.estafet.message.PortfolioId;
import io.estafet.recipient.Address;
import io.estafet.recipient.ConsentByte;
import io.estafet.recipient.ConsentStatus;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a person agreed to, as the API shows it. */
record ConsentView(
        String marketing, String utility, String authentication, boolean stoppedAtWhatsApp, List<Said> history) {

    private static final int HISTORY = 100;

    /** One line of the history. */
    record Said(String category, String status, String source, Instant at, Instant recordedAt) {

        static Said of(ConsentRecord line) {
            return new Said(
                    line.category().map(Category::word).orElse("all"),
                    line.status().word(),
                    line.source(),
                    line.at(),
                    line.recordedAt());
        }
    }

    boolean isNothingKnown() {
        return Stream.of(marketing, utility, authentication).allMatch(ConsentStatus.NONE.word()::equals)
                && !stoppedAtWhatsApp
                && history.isEmpty();
    }

    /** What is known of a person's consent now, with the latest changes. */
    static Uni<ConsentView> read(Consents consents, PortfolioId portfolio, Address address) {
        return consents.state(portfolio, address)
                .chain(state -> consents.history(portfolio, address, HISTORY).map(history -> of(state, history)));
    }

    private static ConsentView of(ConsentByte state, List<ConsentRecord> history) {
        return new ConsentView(
                state.status(Category.MARKETING).word(),
                state.status(Category.UTILITY).word(),
                state.status(Category.AUTHENTICATION).word(),
                state.whatsAppStop(),
                history.stream().map(Said::of).toList());
    }
}
