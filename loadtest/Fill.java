import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts a portfolio with its numbers, templates, consents, windows and queued messages into the journal, in one
 * transaction. Estafet finds the new portfolio, sees that Redis knows nothing of it, and fills the queue from the
 * journal as it does after a loss of Redis: everything behind the insert is the product's own way.
 *
 * <p>{@code java -cp <postgresql.jar> loadtest/Fill.java fill PORTFOLIO MESSAGES NUMBERS THROUGHPUT BASE_URL}, or
 * {@code ... states PORTFOLIO} for the count of each state. Needs JDBC_URL, DB_USER, DB_PASSWORD_FILE, SECRETS_KEY.
 *
 * <p>Mix by message: 4 of 10 utility and 4 of 10 marketing templates to people who opted in, 1 authentication
 * template, 1 free-form text inside an open window. Every message has a person of its own, so that each takes one
 * place of the portfolio's and of its number's limit; the limits are counted and not reached.
 */
public final class Fill {

    private static final String MESSAGES = """
            INSERT INTO message (id, tenant, portfolio, sender, person, address, category, template, state,
                                 accepted_at, expires_at, campaign, body)
            SELECT uuidv7(INTERVAL '-1 hour'), 'demo', p.portfolio, p.portfolio || (i % p.numbers), i,
                   '+62811' || lpad(i::text, 8, '0'), kind.category,
                   CASE WHEN kind.name <> '' THEN p.portfolio || '/' || kind.name || '/en' END, 0,
                   now() - INTERVAL '1 hour', now() + INTERVAL '12 hours', 'drain', convert_to(kind.body, 'UTF8')
              FROM (SELECT ?::text AS portfolio, ?::int AS numbers, ?::int AS messages) p,
                   generate_series(1, p.messages) i
              JOIN LATERAL (SELECT
                     CASE WHEN i % 10 < 4 THEN 2 WHEN i % 10 < 8 THEN 3 WHEN i % 10 = 8 THEN 0 ELSE 1 END AS category,
                     CASE WHEN i % 10 < 4 THEN 'shipping' WHEN i % 10 < 8 THEN 'promotion'
                          WHEN i % 10 = 8 THEN 'otp' ELSE '' END AS name) k ON true
              JOIN LATERAL (SELECT k.category, k.name, CASE WHEN k.name = ''
                     THEN '{"type":"text","text":{"body":"Your order ' || i || ' is on its way."}}'
                     ELSE '{"type":"template","template":{"name":"' || k.name || '","language":{"code":"en"},'
                       || '"components":[{"type":"body","parameters":[{"type":"text","text":"' || i || '"}]}]}}'
                     END AS body) kind ON true
            """;
    private static final String CONSENTS = "INSERT INTO consent (portfolio, person, marketing, marketing_at, utility,"
            + " utility_at, authentication, authentication_at)"
            + " SELECT ?, i, 1, now(), 1, now(), 1, now() FROM generate_series(1, ?) i";
    private static final String WINDOWS = "INSERT INTO customer_window (portfolio, sender, person, ends_at)"
            + " SELECT p, p || (i % n), i, now() + INTERVAL '20 hours'"
            + " FROM (SELECT ?::text AS p, ?::int AS n, ?::int AS m) a, generate_series(1, a.m) i WHERE i % 10 = 9";
    private static final int LIMIT = 10_000_000;

    private Fill() {}

    public static void main(String... args) throws Exception {
        String password = Files.readString(Path.of(System.getenv("DB_PASSWORD_FILE"))).strip();
        try (Connection db =
                DriverManager.getConnection(System.getenv("JDBC_URL"), System.getenv("DB_USER"), password)) {
            if (args[0].equals("states")) {
                states(db, args[1]);
                return;
            }
            db.setAutoCommit(false);
            fill(db, args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]), args[5]);
            db.commit();
            db.setAutoCommit(true);
            // What autovacuum does some time after a large insert.
            run(db, "ANALYZE message");
        }
    }

    private static void fill(Connection db, String portfolio, int messages, int numbers, int throughput, String baseUrl)
            throws Exception {
        long version;
        try (Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery(
                        "UPDATE directory_version SET version = version + 1 RETURNING version")) {
            rows.next();
            version = rows.getLong(1);
        }
        run(db, "INSERT INTO portfolio VALUES (?, 'demo', ?, ?)", portfolio, LIMIT, version);
        for (int number = 0; number < numbers; number++) {
            String id = portfolio + number;
            run(
                    db,
                    "INSERT INTO sender VALUES (?, 'demo', ?, ?, '+10000000000', ?, ?, ?, ?, false, true, ?)",
                    id, portfolio, portfolio, baseUrl, sealed(id, "drain-token"), throughput, (long) LIMIT, version);
        }
        template(db, portfolio, "shipping", 2, version);
        template(db, portfolio, "promotion", 3, version);
        template(db, portfolio, "otp", 0, version);
        run(db, CONSENTS, portfolio, messages);
        run(db, WINDOWS, portfolio, numbers, messages);
        run(db, MESSAGES, portfolio, numbers, messages);
    }

    private static void template(Connection db, String waba, String name, int category, long version)
            throws SQLException {
        run(
                db,
                "INSERT INTO template VALUES (?, ?, 'en', 'demo', ?, 'APPROVED', ?, ?)",
                waba, name, category, "[]".getBytes(StandardCharsets.UTF_8), version);
    }

    private static void run(Connection db, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static void states(Connection db, String portfolio) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(
                "SELECT state, count(*) FROM message WHERE portfolio = ? GROUP BY state ORDER BY state")) {
            statement.setString(1, portfolio);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    System.out.println(rows.getInt(1) + " " + rows.getLong(2));
                }
            }
        }
    }

    /** A token as the directory seals it: key's name with its length, nonce, AES-GCM ciphertext bound to the number. */
    private static byte[] sealed(String owner, String token) throws Exception {
        byte[] nonce = new byte[12];
        byte[] name = System.getenv("SECRETS_KEY_ID").getBytes(StandardCharsets.UTF_8);
        SecretKeySpec key = new SecretKeySpec(Base64.getDecoder().decode(System.getenv("SECRETS_KEY")), "AES");
        new java.security.SecureRandom().nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        byte[] text = cipher.doFinal(token.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + name.length + nonce.length + text.length)
                .put((byte) name.length).put(name).put(nonce).put(text).array();
    }
}
