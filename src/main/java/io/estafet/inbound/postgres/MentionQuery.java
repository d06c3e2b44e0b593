package io.estafet.inbound.postgres;

import io.estafet.inbound.Payloads.Mentions;
import io.estafet.postgres.Columns;
import io.estafet.recipient.Address;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks for names in payloads, page by page. PostgreSQL does the search, so that no bodies are transferred. A phone
 * number is looked for without its plus, as WhatsApp writes it, and only as a whole number; a user id as a whole word.
 */
final class MentionQuery {

    /**
     * Payloads of one page: usually some hundred kilobytes. The query meets its deadline even if each has the largest
     * size.
     */
    static final int PAGE = 200;

    /**
     * Looks for the bytes first, because that is fast. A body that holds them is looked at as text of one byte per
     * character. A body with NUL, which no text can hold and no JSON has, counts as naming the person.
     */
    static final String SQL = """
            SELECT count(*) AS seen, max(id) AS last,
                   array_agg(id) FILTER (WHERE named AND aside IS NULL) AS waiting,
                   array_agg(id) FILTER (WHERE named AND aside IS NOT NULL) AS aside
              FROM (SELECT id, aside,
                           EXISTS (SELECT FROM unnest($2::bytea[], $3::text[]) AS n (bytes, word)
                                    WHERE position(n.bytes IN body) > 0
                                      AND CASE WHEN position('\\x00'::bytea IN body) > 0 THEN true
                                               ELSE convert_from(body, 'LATIN1') ~ n.word END) AS named
                      FROM (SELECT id, aside, body FROM webhook WHERE id > $1 ORDER BY id LIMIT $4) AS page
                   ) AS looked""";

    private MentionQuery() {}

    static Tuple arguments(Collection<Address> names, long after) {
        return Columns.of(names, after)
                .bytes(name -> asWritten(name).getBytes(StandardCharsets.US_ASCII))
                .texts(MentionQuery::word)
                .tuple()
                .addValue(PAGE);
    }

    static Mentions mentions(Row row) {
        boolean more = row.getLong("seen") == PAGE;
        return new Mentions(
                list(row.getArrayOfLongs("waiting")),
                list(row.getArrayOfLongs("aside")),
                more ? OptionalLong.of(row.getLong("last")) : OptionalLong.empty());
    }

    private static String asWritten(Address name) {
        return name.kind() == Address.Kind.PHONE ? name.value().substring(1) : name.value();
    }

    /**
     * A user id has letters, digits, dots, dashes and underscores; of these only the dot has a meaning in a pattern.
     */
    private static String word(Address name) {
        String text = asWritten(name).replace(".", "[.]");
        return name.kind() == Address.Kind.PHONE
                ? "(^|[^0-9])" + text + "([^0-9]|$)"
                : "(^|[^0-9A-Za-z._-])" + text + "([^0-9A-Za-z._-]|$)";
    }

    private static List<Long> list(Long @Nullable [] ids) {
        return ids == null ? List.of() : List.of(ids);
    }
}
