package io.estafet.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Plain statements on the tests' database, for what no port of the application shows or does. Arguments stand for the
 * statement's question marks. Each statement is committed; one that fails is an {@link IllegalStateException}.
 */
public final class Statements {

    /** A test asks again and again while it waits, and a login costs both sides more than most of its statements. */
    private static final Deque<Connection> IDLE = new ConcurrentLinkedDeque<>();

    private Statements() {}

    /** What a test wants of a row. */
    @FunctionalInterface
    public interface Column<T> {

        T of(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {

        T on(PreparedStatement statement) throws SQLException;
    }

    /** Answers how many rows it changed. */
    public static int execute(String sql, Object... arguments) {
        return run(PreparedStatement::executeUpdate, sql, arguments);
    }

    public static <T> List<T> rows(Column<T> column, String sql, Object... arguments) {
        return run(
                statement -> {
                    List<T> answers = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            answers.add(column.of(rows));
                        }
                    }
                    return answers;
                },
                sql,
                arguments);
    }

    /** The number in the first column of the first row. */
    public static long number(String sql, Object... arguments) {
        return rows(row -> row.getLong(1), sql, arguments).get(0);
    }

    /** The bytes in the first column of the first row. */
    public static byte[] bytes(String sql, Object... arguments) {
        return rows(row -> row.getBytes(1), sql, arguments).get(0);
    }

    private static <T> T run(Work<T> work, String sql, Object... arguments) {
        try {
            Connection connection = connection();
            try (PreparedStatement statement = prepared(connection, sql, arguments)) {
                return work.on(statement);
            } finally {
                IDLE.push(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that still works: tests stop and kill the server. */
    private static Connection connection() throws SQLException {
        for (Connection idle = IDLE.poll(); idle != null; idle = IDLE.poll()) {
            if (idle.isValid(1)) {
                return idle;
            }
            idle.close();
        }
        return Servers.connect(Servers.postgres());
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
