package io.estafet.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain statements on the tests' database, for what no port of the application shows or does. Arguments stand for the
 * statement's question marks. Each statement is committed; one that fails is an {@link IllegalStateException}.
 */
public final class Statements {

    private Statements() {}

    /** What a test wants of a row. */
    @FunctionalInterface
    public interface Column<T> {

        T of(ResultSet row) throws SQLException;
    }

    /** Answers how many rows it changed. */
    public static int execute(String sql, Object... arguments) {
        try (Connection connection = Servers.connect(Servers.postgres());
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static <T> List<T> rows(Column<T> column, String sql, Object... arguments) {
        try (Connection connection = Servers.connect(Servers.postgres());
                PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(column.of(rows));
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number in the first column of the first row. */
    public static long number(String sql, Object... arguments) {
        return rows(row -> row.getLong(1), sql, arguments).get(0);
    }

    /** The bytes in the first column of the first row. */
    public static byte[] bytes(String sql, Object... arguments) {
        return rows(row -> row.getBytes(1), sql, arguments).get(0);
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
