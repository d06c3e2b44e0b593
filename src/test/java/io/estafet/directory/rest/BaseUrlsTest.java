package io.estafet.directory.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlsTest {

    private final BaseUrls urls = new BaseUrls(new Config(Set.of(
            AllowedHost.valueOf("graph.facebook.com"),
            AllowedHost.valueOf("Gateway.example:8443"),
            AllowedHost.valueOf("localhost"),
            AllowedHost.valueOf("127.0.0.1:*"),
            AllowedHost.valueOf("[::1]:*"))));

    private record Config(Set<AllowedHost> allowedHosts) implements CloudApiAddressConfig {
        @Override
        public URI baseUrl() {
            return URI.create("https://graph.facebook.com");
        }

        @Override
        public String version() {
            return "v26.0";
        }

        @Override
        public Duration requestDeadline() {
            return Duration.ofSeconds(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://graph.facebook.com, https://graph.facebook.com",
        "https://graph.facebook.com/, https://graph.facebook.com",
        "https://graph.facebook.com:443, https://graph.facebook.com",
        "https://graph.facebook.com:, https://graph.facebook.com",
        "HTTPS://Graph.Facebook.COM/A-b_c~1.x/, https://graph.facebook.com/A-b_c~1.x",
        "https://gateway.example:8443/wa/, https://gateway.example:8443/wa",
        "https://localhost, https://localhost",
        "http://localhost, http://localhost",
        "http://localhost:80, http://localhost",
        "http://127.0.0.1:8090, http://127.0.0.1:8090",
        "https://127.0.0.1:1, https://127.0.0.1:1",
        "http://[::1]:65535, http://[::1]:65535"
    })
    void keepsAnAllowedAddressInOneWayOfWritingIt(String text, String kept) {
        assertThat(urls.read(text)).isEqualTo(URI.create(kept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://graph.facebook.com:99999",
                "https://graph.facebook.com:65536",
                "https://graph.facebook.com:0",
                "https://graph.facebook.com:8443",
                "https://graph.facebook.com:80",
                "https://gateway.example",
                "https://gateway.example:443",
                "http://localhost:8090",
                "https://localhost:80",
                "http://127.0.0.1:65536",
                "https://graph.facebook.com/../x",
                "https://graph.facebook.com/x/..",
                "https://graph.facebook.com/./x",
                "https://graph.facebook.com/.",
                "https://graph.facebook.com/..",
                "https://graph.facebook.com/%2e%2e/x",
                "https://graph.facebook.com/a%00b",
                "https://graph.facebook.com/münchen",
                "https://graph.facebook.com/一",
                "https://graph.facebook.com//",
                "https://graph.facebook.com//x",
                "https://graph.facebook.com/a b",
                "https://graph.facebook.com/a;b=c",
                "https://graph.facebook.com/a\\b",
                "https://graph.facebook.com/a\r\nHost: x",
                "https://graph.facebook.com?x=1",
                "https://graph.facebook.com/#x",
                "https://me@graph.facebook.com",
                "https://graph.facebook.com@evil.example",
                "https://graph.facebook.com.",
                "https://graph.facebook.com.evil.example",
                "https://evil.example/graph.facebook.com",
                "https://127.0.0.2:8090",
                "http://graph.facebook.com",
                "ftp://graph.facebook.com",
                "//graph.facebook.com",
                "graph.facebook.com",
                "https:graph.facebook.com",
                "https:///x",
                "https://gräph.facebook.com",
                "",
                " "
            })
    void refusesWhatIsNotOnTheListOrNoRequestCanBeBuiltFrom(String text) {
        assertThatThrownBy(() -> urls.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> urls.read("https://graph.facebook.com/" + "x".repeat(500)))
                .hasMessageContaining("512");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.facebook.com",
                "graph.facebook.com:",
                "graph.facebook.com:0",
                "graph.facebook.com:65536",
                "graph.facebook.com:x",
                "https://graph.facebook.com",
                "graph.facebook.com/x",
                "a b"
            })
    void listOfAnotherFormIsRefused(String entry) {
        assertThatThrownBy(() -> AllowedHost.valueOf(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("estafet.cloud-api.allowed-hosts");
    }
}
