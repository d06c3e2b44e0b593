package io.estafet.upgrade;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of a database as text, in the form of {@code pg_dump}'s data: COPY with its rows, and the sequences. Bytes
 * are in the escape format, so that JSON is readable and its times can be moved.
 */
final class PostgresDump {

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             ORDER BY c.relname""";
    private static final String COLUMNS = """
            SELECT quote_ident(attname) FROM pg_attribute
             WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
             ORDER BY attnum""";
    private static final String SEQUENCES = """
            SELECT format('SELECT setval(%L, %s);', sequencename, last_value) FROM pg_sequences
             WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename""";
    private static final String FORMAT = "SET bytea_output = 'escape'; SET timezone = 'UTC'";

    private static final String END = "\\.";

    private PostgresDump() {}

    /** What is in the database; tables without rows are left out. */
    static String of(Connection connection) throws SQLException {
        StringBuilder dump = new StringBuilder();
        execute(connection, FORMAT);
        for (String table : texts(connection, TABLES)) {
            String columns = String.join(", ", texts(connection, COLUMNS.formatted(table)));
            String rows =
                    copied(connection, "COPY (SELECT " + columns + " FROM " + table + " ORDER BY 1, 2) TO STDOUT");
            if (!rows.isEmpty()) {
                dump.append("COPY %s (%s) FROM stdin;\n%s%s\n\n".formatted(table, columns, rows, END));
            }
        }
        texts(connection, SEQUENCES).forEach(sequence -> dump.append(sequence).append('\n'));
        return dump.toString();
    }

    /** Replaces what is in the database; its schema must be that of the dump. Triggers see nothing of it. */
    static void restore(Connection connection, String dump) throws SQLException {
        execute(connection, "SET session_replication_role = replica; " + FORMAT);
        execute(connection, "TRUNCATE " + String.join(", ", texts(connection, TABLES)));
        Iterator<String> lines = dump.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("COPY ")) {
                copyIn(connection, line, lines);
            } else if (line.startsWith("SELECT ")) {
                execute(connection, line);
            }
        }
    }

    private static void copyIn(Connection connection, String copy, Iterator<String> lines) throws SQLException {
        StringBuilder rows = new StringBuilder();
        for (String row = lines.next(); !row.equals(END); row = lines.next()) {
            rows.append(row).append('\n');
        }
        try {
            copies(connection).copyIn(copy, new StringReader(rows.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String copied(Connection connection, String sql) throws SQLException {
        StringWriter rows = new StringWriter();
        try {
            copies(connection).copyOut(sql, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.toString();
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
