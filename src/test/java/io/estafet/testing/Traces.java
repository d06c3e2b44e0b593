package io.estafet.testing;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where in the database a text occurs: looks into every column of every row of every table. */
public final class Traces {

    private static final String TABLES = """
            SELECT c.oid::regclass::text AS name,
                   array(SELECT quote_ident(a.attname) FROM pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                            AND a.atttypid = 'bytea'::regtype) AS bytes
              FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
               AND NOT c.relispartition""";

    private Traces() {}

    /** The names of the tables in which it occurs, as text or as UTF-8 bytes. */
    public static Set<String> of(String text) {
        Set<String> found = new TreeSet<>();
        try (Connection connection = Servers.connect(Servers.postgres());
                PreparedStatement tables = connection.prepareStatement(TABLES);
                ResultSet table = tables.executeQuery()) {
            while (table.next()) {
                String[] bytes = (String[]) table.getArray("bytes").getArray();
                if (occurs(connection, table.getString("name"), List.of(bytes), text)) {
                    found.add(table.getString("name"));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row as text shows its bytes in hexadecimal: they are looked into by themselves. */
    private static boolean occurs(Connection connection, String table, List<String> bytes, String text)
            throws SQLException {
        List<String> conditions = new ArrayList<>();
        conditions.add("position(? IN r::text) > 0");
        bytes.forEach(column -> conditions.add("position(? IN r." + column + ") > 0"));
        String sql = "SELECT EXISTS (SELECT FROM " + table + " AS r WHERE " + String.join(" OR ", conditions) + ")";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, text);
            for (int i = 0; i < bytes.size(); i++) {
                select.setBytes(2 + i, text.getBytes(StandardCharsets.UTF_8));
            }
            ResultSet rows = select.executeQuery();
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
