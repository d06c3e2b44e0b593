package io.estafet.directory.postgres;

import io.estafet.message.PortfolioId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Addresses and their keyed hashes as parallel columns, with one row per address and key. */
final class AliasHashes {

    private AliasHashes() {}

    static Tuple arguments(PortfolioId portfolio, Collection<String> aliases, SecretKeys secrets) {
        List<String> names = new ArrayList<>();
        List<Buffer> hashes = new ArrayList<>();
        for (String alias : aliases) {
            for (byte[] hash : secrets.hashes(alias)) {
                names.add(alias);
                hashes.add(Buffer.buffer(hash));
            }
        }
        return Tuple.tuple()
                .addValue(portfolio.value())
                .addValue(names.toArray(new String[0]))
                .addValue(hashes.toArray(new Buffer[0]));
    }
}
