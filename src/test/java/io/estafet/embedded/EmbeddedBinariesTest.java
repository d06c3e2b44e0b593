package io.estafet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.XZInputStream;

/** That both servers' binaries are on the class path for each platform, and are executables of that platform. */
class EmbeddedBinariesTest {
    private static final int HEADER = 64;
    private static final int ELF_X86_64 = 62;
    private static final int ELF_AARCH64 = 183;
    private static final int MACHO_64 = 0xfeedfacf;
    private static final int MACHO_UNIVERSAL = 0xcafebabe;
    private static final int MACHO_X86_64 = 0x01000007;
    private static final int MACHO_ARM64 = 0x0100000c;

    @ParameterizedTest
    @EnumSource(Platform.class)
    void redisIsAnExecutableOfThePlatform(Platform platform) throws IOException {
        try (InputStream content = resource(platform.redisResource())) {
            assertThat(machines(content.readNBytes(HEADER))).contains(machine(platform));
        }
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void postgresAndInitdbAreExecutablesOfThePlatform(Platform platform) throws IOException {
        Set<String> names = Set.of("bin/postgres", "bin/initdb");
        try (InputStream content = resource(platform.postgresResource())) {
            Map<String, byte[]> headers = headers(content, names);

            assertThat(headers).containsOnlyKeys(names);
            assertThat(headers.values())
                    .allSatisfy(header -> assertThat(machines(header)).contains(machine(platform)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_AMD64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, x86_64, DARWIN_AMD64",
        "Mac OS X, aarch64, DARWIN_ARM64"
    })
    void knowsThePlatformByJavasNames(String osName, String osArch, Platform expected) {
        assertThat(Platform.of(osName, osArch)).isEqualTo(expected);
    }

    @Test
    void namesThePlatformThatHasNoServers() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("Windows 11 on amd64")
                .hasMessageContaining("profile prod");
    }

    private static String machine(Platform platform) {
        return switch (platform) {
            case LINUX_AMD64 -> "elf-" + ELF_X86_64;
            case LINUX_ARM64 -> "elf-" + ELF_AARCH64;
            case DARWIN_AMD64 -> "macho-" + MACHO_X86_64;
            case DARWIN_ARM64 -> "macho-" + MACHO_ARM64;
        };
    }

    /** The machines that an executable with this header is for; a universal Mach-O has several. */
    private static List<String> machines(byte[] header) {
        ByteBuffer little = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(header).order(ByteOrder.BIG_ENDIAN);
        if (big.getInt(0) == 0x7f454c46) {
            return List.of("elf-" + little.getShort(18));
        }
        if (little.getInt(0) == MACHO_64) {
            return List.of("macho-" + little.getInt(4));
        }
        List<String> machines = new ArrayList<>();
        if (big.getInt(0) == MACHO_UNIVERSAL) {
            for (int i = 0; i < big.getInt(4); i++) {
                machines.add("macho-" + big.getInt(8 + 20 * i));
            }
        }
        return machines;
    }

    /** The first bytes of some entries. Unpacking costs seconds: one pass finds all, and ends with the last of them. */
    private static Map<String, byte[]> headers(InputStream archive, Set<String> names) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        var entries = new TarArchiveInputStream(new XZInputStream(archive));
        TarArchiveEntry entry = entries.getNextEntry();
        while (entry != null && found.size() < names.size()) {
            if (names.contains(entry.getName())) {
                assertThat(entry.getMode() & 0111).as("executable bits").isEqualTo(0111);
                found.put(entry.getName(), entries.readNBytes(HEADER));
            }
            entry = entries.getNextEntry();
        }
        return found;
    }

    private static InputStream resource(String name) {
        ClassLoader loader = Objects.requireNonNull(EmbeddedBinariesTest.class.getClassLoader());
        InputStream content = loader.getResourceAsStream(name);
        assertThat(content).as(name).isNotNull();
        return content;
    }
}
