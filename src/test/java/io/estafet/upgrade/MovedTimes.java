package io.estafet.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves every time in a text by the same number of milliseconds, so that data of one moment reads as if it were of
 * another. Times are UUIDv7, RFC 3339 in UTC (also with PostgreSQL's space and {@code +00}), and numbers of 10, 13 or
 * 16 digits (seconds, milliseconds and microseconds since the epoch). What is more than a month before or 400 days
 * after the moment is no time.
 */
final class MovedTimes {

    private static final Duration BEFORE = Duration.ofDays(31);
    private static final Duration AFTER = Duration.ofDays(400);

    private static final Pattern UUID_V7 =
            Pattern.compile("\\b([0-9a-f]{8})-([0-9a-f]{4})(-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\\b");
    private static final Pattern RFC_3339 =
            Pattern.compile("\\b(\\d{4}-\\d{2}-\\d{2})([ T])(\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?)(\\+00|Z)");
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9.])([0-9]{10}(?:[0-9]{3}){0,2})(?![0-9A-Za-z.])");

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private final Instant from;
    private final long millis;

    /** Moves what was so at the first instant to the second. */
    MovedTimes(Instant from, Instant to) {
        this.from = from;
        this.millis = Duration.between(from, to).toMillis();
    }

    String in(String text) {
        String ids = UUID_V7.matcher(text).replaceAll(this::id);
        String times = RFC_3339.matcher(ids).replaceAll(this::time);
        return NUMBER.matcher(times).replaceAll(this::number);
    }

    private String id(MatchResult id) {
        long at = Long.parseLong(id.group(1) + id.group(2), 16);
        if (!isTime(Instant.ofEpochMilli(at))) {
            return Matcher.quoteReplacement(id.group());
        }
        String moved = "%012x".formatted(at + millis);
        return moved.substring(0, 8) + "-" + moved.substring(8) + id.group(3);
    }

    private String time(MatchResult time) {
        OffsetDateTime at = OffsetDateTime.parse(time.group(1) + "T" + time.group(3) + "Z");
        if (!isTime(at.toInstant())) {
            return Matcher.quoteReplacement(time.group());
        }
        OffsetDateTime moved = at.plus(Duration.ofMillis(millis)).withOffsetSameInstant(ZoneOffset.UTC);
        return moved.toLocalDate() + time.group(2) + TIME.format(moved) + time.group(4);
    }

    private String number(MatchResult number) {
        long value = Long.parseLong(number.group());
        long microsPerUnit = switch (number.group().length()) {
            case 10 -> 1_000_000;
            case 13 -> 1_000;
            default -> 1;
        };
        Instant at = Instant.EPOCH.plus(Duration.of(value, ChronoUnit.MICROS).multipliedBy(microsPerUnit));
        return isTime(at) ? Long.toString(value + millis * 1_000 / microsPerUnit) : number.group();
    }

    private boolean isTime(Instant at) {
        return at.isAfter(from.minus(BEFORE)) && at.isBefore(from.plus(AFTER));
    }
}
