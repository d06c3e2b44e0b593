package io.estafet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedPortsTest {

    private static final Map<String, String> ANY = Map.of(
            "quarkus.http.port", "0",
            "quarkus.management.port", "0",
            "estafet.simulator.enabled", "true",
            "estafet.simulator.port", "0");

    @Test
    void anyPortIsFree() {
        assertThat(WantedPorts.taken(config(ANY))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.http.port, QUARKUS_HTTP_PORT",
        "quarkus.management.port, QUARKUS_MANAGEMENT_PORT",
        "estafet.simulator.port, ESTAFET_SIMULATOR_PORT"
    })
    void takenPortIsNamedWithItsSetting(String setting, String variable) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            var taken = WantedPorts.taken(config(with(setting, other.getLocalPort())));

            // Then
            assertThat(taken)
                    .containsExactly("Port " + other.getLocalPort() + " (" + setting + ") is in use by another program."
                            + " End it, or choose another with -D" + setting + "=... (mvn -Pdemo: " + variable
                            + "=...)");
        }
    }

    @Test
    void portOfASimulatorThatDoesNotRunIsNotWanted() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            Map<String, String> settings = with("estafet.simulator.port", other.getLocalPort());
            settings.put("estafet.simulator.enabled", "false");

            // Then
            assertThat(WantedPorts.taken(config(settings))).isEmpty();
        }
    }

    @Test
    void saysWhichSettingIsNoPort() {
        assertThatThrownBy(() -> WantedPorts.taken(config(with("quarkus.http.port", 65_536))))
                .hasMessage("quarkus.http.port is not a port: 65536");
    }

    private static Map<String, String> with(String setting, int port) {
        Map<String, String> settings = new HashMap<>(ANY);
        settings.put(setting, Integer.toString(port));
        return settings;
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
