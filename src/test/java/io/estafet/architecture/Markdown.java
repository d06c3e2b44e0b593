package io.estafet.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in Markdown, and what is wrong with it. */
final class Markdown {

    private static final int MOST_COLUMNS = 120;
    private static final String FENCE = "```";
    private static final String TABLE = "|";

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_\\- ]");

    private static final Pattern MAVEN = Pattern.compile("\\bmvn [^\\n&|;#]*");
    private static final Pattern PROFILE = Pattern.compile(" -P ?([\\w,-]+)");
    private static final Pattern TEST = Pattern.compile(" -D(?:it\\.)?test=([\\w,]+)");
    private static final String PLACES = "(?:src|docs|k8s|loadtest|\\.ci)/";
    private static final Pattern PATH = Pattern.compile("(?<![\\w/.-])(" + PLACES + "[\\w./-]*\\w|[\\w./-]+\\.sh\\b)");

    private final Path file;
    private final List<String> text = new ArrayList<>();
    private final List<String> blocks = new ArrayList<>();

    private Markdown(Path file, List<String> lines) {
        this.file = file;
        boolean code = false;
        for (String line : lines) {
            if (line.strip().startsWith(FENCE)) {
                code = !code;
            } else if (code) {
                blocks.add(line);
            } else {
                text.add(line);
            }
        }
    }

    static Markdown read(Path file) {
        try {
            return new Markdown(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if a file of that name said so. */
    static Markdown of(String file, String words) {
        return new Markdown(Path.of(file), words.lines().toList());
    }

    /** Links within this repository that lead to no file, or to no heading of one. */
    List<String> brokenLinks() {
        String words = CODE.matcher(String.join("\n", text)).replaceAll("");
        List<String> broken = new ArrayList<>();
        for (String link : found(LINK, 2, words)) {
            if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(link)) {
                broken.add(here(link));
            }
        }
        return broken;
    }

    private boolean leadsSomewhere(String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        boolean isThisPage = target.equals(file);
        if (!isThisPage && !Files.exists(target)) {
            return false;
        }
        Markdown page = isThisPage || parts.length == 1 ? this : read(target);
        return parts.length == 1 || page.anchors().contains(parts[1]);
    }

    /** As GitHub makes them: of equal ones the second has a 1 behind it, and so on. */
    private Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        for (String line : text) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int earlier = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
            }
        }
        return anchors;
    }

    /** Small letters, a hyphen for each space, and no signs but hyphens and underscores. */
    private static String anchor(String heading) {
        String words = LINK.matcher(heading.strip()).replaceAll("$1").toLowerCase(Locale.ROOT);
        return NO_ANCHOR.matcher(words).replaceAll("").replace(' ', '-');
    }

    /** Profiles that a command asks of Maven and that are none of these. */
    List<String> unknownProfiles(Set<String> profiles) {
        return unknown(PROFILE, profiles);
    }

    /** Tests that a command asks of Maven and that are none of these. */
    List<String> unknownTests(Set<String> tests) {
        return unknown(TEST, tests);
    }

    private List<String> unknown(Pattern option, Set<String> known) {
        List<String> names = new ArrayList<>();
        for (String command : found(MAVEN, 0, code())) {
            found(option, 1, command).forEach(value -> names.addAll(List.of(value.split(",", -1))));
        }
        names.removeAll(known);
        return names.stream().map(this::here).toList();
    }

    /** Scripts and other files of this repository that code names and that are not there. */
    List<String> missingPaths() {
        List<String> missing = new ArrayList<>();
        for (String path : found(PATH, 0, code())) {
            if (!Files.exists(Path.of(path))) {
                missing.add(here(path));
            }
        }
        return missing;
    }

    /** Blocks of code, each command in one line, and the code within the text. */
    private String code() {
        String commands = String.join("\n", blocks).replaceAll("\\\\\\n\\s*", " ");
        String words = String.join("\n", found(CODE, 1, String.join("\n", text)));
        return commands + "\n" + words;
    }

    /** Lines that are too long, but for those of tables and code. */
    List<String> longLines() {
        List<String> tooLong = new ArrayList<>();
        for (String line : text) {
            boolean fits = line.codePointCount(0, line.length()) <= MOST_COLUMNS;
            if (!fits && !line.strip().startsWith(TABLE)) {
                tooLong.add(here(line));
            }
        }
        return tooLong;
    }

    private String here(String what) {
        return file + ": " + what;
    }

    private static List<String> found(Pattern pattern, int group, String words) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(words);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
