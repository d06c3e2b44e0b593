package io.estafet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} names every setting with the default that it has. */
class SettingsTest {

    private static final String NONE = "none";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(estafet\\.[^`]+)` \\| `?([^`|]+?)`? \\| .+ \\|$");

    @Test
    void settingsAreFound() {
        assertThat(settings().toList())
                .extracting(Setting::name)
                .hasSizeGreaterThan(100)
                .contains("estafet.journal.batch", "estafet.unknown.patience.service", "estafet.api.keys.<name>");
    }

    @Test
    void everySettingIsDocumented() throws IOException {
        Map<String, String> rows = rows();
        assertThat(settings().filter(setting -> row(rows, setting).isEmpty()).map(Setting::name))
                .isEmpty();
    }

    @Test
    void defaultsAreThoseOfTheProgram() throws IOException {
        Map<String, String> rows = rows();
        assertThat(settings()
                        .filter(setting -> row(rows, setting).isPresent())
                        .filter(setting -> !row(rows, setting).get().equals(setting.value()))
                        .map(setting ->
                                setting + ", documented: " + row(rows, setting).get()))
                .isEmpty();
    }

    /** A setting by category may share its row with the other categories. */
    private static Optional<String> row(Map<String, String> rows, Setting setting) {
        String shared = setting.name().replaceFirst("\\.(authentication|service|utility|marketing)$", ".<category>");
        return Optional.ofNullable(rows.getOrDefault(setting.name(), rows.get(shared)));
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/configuration.md")));
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }

    private static Stream<Setting> settings() {
        List<Class<?>> mappings = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.estafet").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
        return mappings.stream()
                .flatMap(
                        type -> settings(type.getAnnotation(ConfigMapping.class).prefix(), type));
    }

    private static Stream<Setting> settings(String prefix, Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .flatMap(method -> settings(prefix + "." + StringUtil.skewer(method.getName()), method));
    }

    private static Stream<Setting> settings(String name, Method method) {
        Class<?> type = method.getReturnType();
        if (type.isInterface() && type.getName().startsWith("io.estafet.")) {
            return settings(name, type);
        }
        WithDefault value = method.getAnnotation(WithDefault.class);
        return Stream.of(
                new Setting(type == Map.class ? name + ".<name>" : name, value == null ? NONE : value.value()));
    }

    /** @param value its default */
    private record Setting(String name, String value) {}
}
