package io.estafet.directory;

import io.estafet.directory.BookSource.Changes;
import io.estafet.directory.BookSource.Position;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.reactive.Unis;
import io.estafet.sender.Portfolio;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The numbers, portfolios and templates in this replica's memory. {@link DirectoryLifecycle} calls {@link #refresh()}
 * twice a second. Each change by this replica calls it too. Views are read one after the other, so that an older one
 * never replaces a newer one.
 */
@Singleton
public final class DirectoryBook implements SenderBook, TemplateBook {

    private static final Logger LOG = Logger.getLogger(DirectoryBook.class);

    private final BookSource source;
    private final Map<PortfolioId, Portfolio> portfolios = new ConcurrentHashMap<>();
    private final Map<SenderId, Sender> senders = new ConcurrentHashMap<>();
    private final TemplateTable templates = new TemplateTable();
    private final KeyedSequencer<String> sequencer = new KeyedSequencer<>();
    private final AtomicReference<@Nullable Uni<Void>> waiting = new AtomicReference<>();
    private volatile Position position = Position.NONE;

    public DirectoryBook(BookSource source) {
        this.source = source;
    }

    /**
     * Reads what changed since the last refresh; the first refresh reads everything. The first refresh fails with
     * {@link UnreadableTokensException} when a number's token cannot be decrypted. A later refresh logs such a number
     * and leaves its change out. Callers that arrive while a view is being read share the next view, and may continue
     * on another caller's context.
     */
    public Uni<Void> refresh() {
        return Uni.createFrom()
                .deferred(() -> Objects.requireNonNull(
                        waiting.updateAndGet(next -> next == null ? new NextView().read : next)));
    }

    /** Callers may join a view until its reading begins: it will see what they have committed. */
    private final class NextView {

        private final Uni<Void> read = sequencer
                .inTurn("view", Uni.createFrom().deferred(this::begin))
                .memoize()
                .indefinitely();

        private Uni<Void> begin() {
            waiting.compareAndSet(read, null);
            return source.position().chain(now -> now.equals(position) ? Unis.done() : catchUp());
        }
    }

    /** Whether everything has been read once. */
    public boolean isLoaded() {
        return !position.equals(Position.NONE);
    }

    private Uni<Void> catchUp() {
        return source.changesAfter(position.version(), templates)
                .invoke(this::apply)
                .replaceWithVoid();
    }

    private synchronized void apply(Changes changes) {
        judge(changes.unreadable());
        changes.portfolios().forEach(portfolio -> portfolios.put(portfolio.id(), portfolio));
        changes.epochs().forEach(this::setEpoch);
        changes.senders().forEach(sender -> senders.put(sender.id(), sender));
        position = changes.asOf();
    }

    /**
     * A running replica still knows the number as it was, and its other numbers must go on sending. A starting replica
     * would take the number's work and never do it.
     */
    private void judge(List<SenderId> unreadable) {
        if (!unreadable.isEmpty() && !isLoaded()) {
            throw new UnreadableTokensException(unreadable);
        }
        unreadable.forEach(
                id -> LOG.errorf("number %s: its token cannot be decrypted with the keys of estafet.secrets", id));
    }

    private void setEpoch(PortfolioId id, long epoch) {
        portfolios.computeIfPresent(
                id, (key, known) -> new Portfolio(id, known.tenant(), known.messagingLimit(), epoch));
    }

    @Override
    public Optional<Sender> find(SenderId id) {
        return Optional.ofNullable(senders.get(id));
    }

    @Override
    public Optional<Portfolio> find(PortfolioId id) {
        return Optional.ofNullable(portfolios.get(id));
    }

    @Override
    public long version() {
        return position.version();
    }

    @Override
    public Collection<Sender> senders() {
        return List.copyOf(senders.values());
    }

    @Override
    public Collection<Sender> senders(PortfolioId portfolio) {
        return senders.values().stream()
                .filter(sender -> sender.portfolio().equals(portfolio))
                .toList();
    }

    @Override
    public Optional<Template> find(TemplateKey key) {
        return templates.find(key);
    }
}
