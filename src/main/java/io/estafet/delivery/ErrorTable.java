package io.estafet.delivery;

import io.estafet.message.Backoff;
import io.estafet.message.Reason;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The one table of WhatsApp's error codes, read from {@code whatsapp-errors.csv}. Answers of the API and failed
 * statuses are judged by the same rows. Immutable.
 */
@Singleton
public final class ErrorTable {

    private static final String RESOURCE = "/whatsapp-errors.csv";
    private static final int COLUMNS = 13;
    private static final String NONE = "-";

    private final Map<Integer, ErrorRow> rows = new TreeMap<>();

    /**
     * @throws IllegalStateException when the table is missing or one of its rows is wrong: the program does not start
     *     then
     */
    public ErrorTable() {
        try (InputStream in = ErrorTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The row of a code; empty for an unknown code. */
    Optional<ErrorRow> row(int code) {
        return Optional.ofNullable(rows.get(code));
    }

    /** True when the code has a row, so that it may become the value of a label. */
    public boolean knows(int code) {
        return rows.containsKey(code);
    }

    /** All codes that have a row, ascending. */
    public Collection<Integer> codes() {
        return rows.keySet();
    }

    private void add(String line) {
        ErrorRow row;
        try {
            row = parse(line.split(",", -1));
        } catch (RuntimeException e) {
            throw new IllegalStateException(RESOURCE + ": " + line, e);
        }
        if (rows.put(row.code(), row) != null) {
            throw new IllegalStateException(RESOURCE + ": code " + row.code() + " has two rows");
        }
    }

    private static ErrorRow parse(String[] cells) {
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException(cells.length + " columns");
        }
        int at = 0;
        return new ErrorRow(
                Integer.parseInt(cells[at++].strip()),
                ErrorRow.Outcome.valueOf(cells[at++].strip().toUpperCase(Locale.ROOT)),
                reason(cells[at++]),
                reason(cells[at++]),
                pause(cells[at++].strip(), cells[at++]),
                new Backoff(
                        Duration.parse(cells[at++].strip()),
                        Integer.parseInt(cells[at++].strip()),
                        Duration.parse(cells[at++].strip())),
                number(cells[at++].strip()),
                choice(cells[at++], "yes", "no"),
                choice(cells[at++], "yes", "no"),
                choice(cells[at], "same", "fail"));
    }

    private static Optional<ErrorRow.PauseRule> pause(String scope, String reason) {
        return scope.equals(NONE)
                ? Optional.empty()
                : Optional.of(
                        new ErrorRow.PauseRule(Verdict.Scope.valueOf(scope.toUpperCase(Locale.ROOT)), reason(reason)));
    }

    private static Reason reason(String word) {
        return Reason.ofWord(word.strip()).orElseThrow(() -> new IllegalArgumentException("no reason: " + word));
    }

    private static OptionalInt number(String cell) {
        return cell.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cell));
    }

    private static boolean choice(String cell, String yes, String no) {
        String word = cell.strip();
        if (!word.equals(yes) && !word.equals(no)) {
            throw new IllegalArgumentException(word + " is neither " + yes + " nor " + no);
        }
        return word.equals(yes);
    }
}
