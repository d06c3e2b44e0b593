package io.estafet.journal.postgres;

import io.estafet.journal.MessageReader;
import io.estafet.journal.MessageView;
import io.estafet.journal.PersonMessages;
import io.estafet.message.MessageId;
import io.estafet.message.TenantId;
import io.estafet.postgres.Database;
import io.estafet.postgres.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads messages as their tenants see them. Answers come on the caller's Vert.x context. */
@Singleton
public final class PostgresMessageReader implements MessageReader {

    private static final String COLUMNS = """
            SELECT id, tenant, portfolio, sender, person, address, category, state, reason, until, attempts, attempt_at,
                   wamid, accepted_at, send_at, expires_at, sent_at, campaign, reference, fallback_category,
                   fallback_used
              FROM message""";

    private static final String ONE = COLUMNS + " WHERE id = $1 AND tenant = $2";
    private static final String EVENTS =
            "SELECT at, state, reason, attempt, began, detail FROM event WHERE message_id = $1 ORDER BY seq";

    private final Database database;

    PostgresMessageReader(JournalDatabase database) {
        this.database = database;
    }

    @Override
    public Uni<Optional<MessageView>> find(TenantId tenant, MessageId id) {
        return Rows.first(database.run(ONE, Tuple.of(id.value(), tenant.value())), Function.identity())
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : database.run(EVENTS, Tuple.of(id.value()))
                                .map(events -> Optional.of(Views.view(row.get(), Views.timeline(row.get(), events)))));
    }

    @Override
    public Uni<List<MessageView>> list(TenantId tenant, Filter filter, Optional<MessageId> before, int most) {
        Conditions conditions = new Conditions(tenant, filter, before);
        String page = COLUMNS + conditions + " ORDER BY id DESC LIMIT " + conditions.parameter(most);
        return Rows.list(database.run(page, conditions.values), row -> Views.view(row, List.of()));
    }

    /** The filter as SQL. The texts of conditions are constants; values are parameters. */
    private static final class Conditions {
        private final List<String> conditions = new ArrayList<>();
        private final Tuple values = Tuple.tuple();

        Conditions(TenantId tenant, Filter filter, Optional<MessageId> before) {
            add("tenant = ", Optional.of(tenant.value()));
            add("id < ", before.map(MessageId::value));
            add("sender = ", filter.sender().map(sender -> sender.value()));
            add("state = ", filter.state().map(state -> state.code()));
            add("reason = ", filter.reason().map(reason -> (short) reason.ordinal()));
            add("campaign = ", filter.campaign());
            add("reference = ", filter.reference());
            add("id >= ", filter.from().map(Ids::lowest));
            add("id < ", filter.until().map(Ids::lowest));
            if (!filter.people().isEmpty()) {
                conditions.add(
                        filter.people().stream().map(this::person).collect(Collectors.joining(" OR ", "(", ")")));
                // An erased message matches nobody, even when its person's id is in use again.
                add("address <> ", Optional.of(PersonMessages.ERASED));
            }
        }

        private void add(String condition, Optional<?> value) {
            value.ifPresent(present -> conditions.add(condition + parameter(present)));
        }

        private String person(PersonIn one) {
            return "portfolio = " + parameter(one.portfolio().value()) + " AND person = "
                    + parameter(one.person().value());
        }

        private String parameter(Object value) {
            values.addValue(value);
            return "$" + values.size();
        }

        @Override
        public String toString() {
            return " WHERE " + String.join(" AND ", conditions);
        }
    }
}
