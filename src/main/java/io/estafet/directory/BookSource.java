package io.estafet.directory;

import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** The source from which the books read what changed. */
public interface BookSource {

    /** The current position of the directory. The call is cheap: every replica makes it twice a second. */
    Uni<Position> position();

    /**
     * What changed after the given version, and the position up to which that goes, both from one view of the database.
     * There may be a million templates, so they are handed over one by one as they are read.
     */
    Uni<Changes> changesAfter(long version, TemplateSink templates);

    /** Takes the templates that changed, from one thread at a time. */
    interface TemplateSink {

        void put(Template template);

        void remove(TemplateKey key);
    }

    /** @param epochs the sum of all portfolios' epochs: each only grows, so the sum changes when one does */
    record Position(long version, long epochs) {
        static final Position NONE = new Position(-1, -1);
    }

    /**
     * @param asOf the position up to which the changes go
     * @param unreadable numbers that changed and whose token none of this replica's keys decrypts
     * @param epochs the epochs of all portfolios
     */
    record Changes(
            Position asOf,
            List<Portfolio> portfolios,
            List<Sender> senders,
            List<SenderId> unreadable,
            Map<PortfolioId, Long> epochs) {}
}
