package io.estafet.embedded;

import java.util.Locale;

/** The operating systems and processors for which both servers' binaries are on the class path. */
enum Platform {
    LINUX_AMD64("linux-amd64", "linux-x86_64"),
    LINUX_ARM64("linux-arm64", "linux-arm_64"),
    DARWIN_AMD64("darwin-amd64", "darwin-x86_64"),
    DARWIN_ARM64("darwin-arm64", "darwin-arm_64");

    private final String redisName;
    private final String postgresName;

    Platform(String redisName, String postgresName) {
        this.redisName = redisName;
        this.postgresName = postgresName;
    }

    /** The platform that this program runs on. */
    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** By the values of the system properties {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean amd = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.startsWith("linux") && (arm || amd)) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        if (os.startsWith("mac") && (arm || amd)) {
            return arm ? DARWIN_ARM64 : DARWIN_AMD64;
        }
        throw new EmbeddedException("Profile embedded has servers for Linux and macOS on amd64 and arm64, not for "
                + osName + " on " + osArch + ". Use profile prod with a Redis and a PostgreSQL of your own.");
    }

    /** Resource name of the Redis server, one executable. */
    String redisResource() {
        return "redis-server-" + Binaries.REDIS_VERSION + "-" + redisName;
    }

    /** Resource name of the PostgreSQL installation, a {@code tar.xz}. */
    String postgresResource() {
        return "postgres-" + postgresName + ".txz";
    }
}
