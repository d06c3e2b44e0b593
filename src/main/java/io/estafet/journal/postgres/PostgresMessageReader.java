package io.estafet.journal.postgres;

import io.estafet.journal.JournalUnavailableException;
import io.estafet.journal.MessageReader;
import io.estafet.journal.MessageView;
import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.postgres.CallersContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** Reads messages with Hibernate Reactive. Call on a Vert.x context; answers come back to it. */
@Singleton
public final class PostgresMessageReader implements MessageReader {

    private static final String ONE = "from Message m where m.id = :id and m.tenant = :tenant";
    private static final String EVENTS = "from Event e where e.message = :id order by e.seq";

    private final SessionFactory sessions;
    private final Duration deadline;

    public PostgresMessageReader(SessionFactory sessions, JournalConfig config) {
        this.sessions = sessions;
        this.deadline = config.deadline();
    }

    @Override
    public Uni<Optional<MessageView>> find(TenantId tenant, MessageId id) {
        return read(session -> session.createSelectionQuery(ONE, MessageRow.class)
                .setParameter("id", id.value())
                .setParameter("tenant", tenant.value())
                .getResultList()
                .chain(rows -> withTimeline(session, rows)));
    }

    @Override
    public Uni<List<MessageView>> list(TenantId tenant, Filter filter, Optional<MessageId> before, int most) {
        Conditions conditions = new Conditions(tenant, filter, before);
        return read(session -> conditions
                .query(session)
                .setMaxResults(most)
                .getResultList()
                .map(rows ->
                        rows.stream().map(row -> Views.view(row, List.of())).toList()));
    }

    private static Uni<Optional<MessageView>> withTimeline(StatelessSession session, List<MessageRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        MessageRow row = rows.get(0);
        return session.createSelectionQuery(EVENTS, EventRow.class)
                .setParameter("id", row.id)
                .getResultList()
                .map(events -> Optional.of(Views.view(row, Views.timeline(row, events))));
    }

    /**
     * Keeps a cancellation away from the session (by {@code thenApply}). When a reader goes away or is given up,
     * cancelling the session in its middle could lose its connection to the pool.
     */
    private <T> Uni<T> read(Function<StatelessSession, Uni<T>> work) {
        return CallersContext.answer(() -> Uni.createFrom()
                .completionStage(() -> sessions.withStatelessSession(work)
                        .subscribeAsCompletionStage()
                        .thenApply(Function.identity()))
                .ifNoItem()
                .after(deadline)
                .failWith(() -> new JournalUnavailableException("no answer within " + deadline, null)));
    }

    /** The filter as HQL. The texts of conditions are constants; values are parameters. */
    private static final class Conditions {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        Conditions(TenantId tenant, Filter filter, Optional<MessageId> before) {
            add("m.tenant = :tenant", "tenant", Optional.of(tenant.value()));
            add("m.id < :before", "before", before.map(MessageId::value));
            add("m.sender = :sender", "sender", filter.sender().map(sender -> sender.value()));
            add("m.state = :state", "state", filter.state().map(state -> state.code()));
            add("m.reason = :reason", "reason", filter.reason().map(reason -> (short) reason.ordinal()));
            add("m.campaign = :campaign", "campaign", filter.campaign());
            add("m.reference = :reference", "reference", filter.reference());
            add("m.id >= :from", "from", filter.from().map(Ids::lowest));
            add("m.id < :until", "until", filter.until().map(Ids::lowest));
            people(filter.people());
        }

        SelectionQuery<MessageRow> query(StatelessSession session) {
            String hql = "from Message m where " + String.join(" and ", conditions) + " order by m.id desc";
            SelectionQuery<MessageRow> query = session.createSelectionQuery(hql, MessageRow.class);
            values.forEach(query::setParameter);
            return query;
        }

        private void add(String condition, String name, Optional<?> value) {
            value.ifPresent(present -> {
                conditions.add(condition);
                values.put(name, present);
            });
        }

        private void people(List<PersonIn> people) {
            List<String> any = new ArrayList<>();
            for (PersonIn one : people) {
                int n = any.size();
                any.add("m.portfolio = :portfolio" + n + " and m.person = :person" + n);
                values.put("portfolio" + n, one.portfolio().value());
                values.put("person" + n, one.person().value());
            }
            if (!any.isEmpty()) {
                conditions.add("(" + String.join(" or ", any) + ")");
                // An erased message matches nobody, even when its person's id is in use again.
                conditions.add("m.address <> :erased");
                values.put("erased", PersonMessages.ERASED);
            }
        }
    }
}
