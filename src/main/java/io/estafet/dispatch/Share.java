package io.estafet.dispatch;

import io.estafet.message.SenderId;
import io.estafet.queue.LeaseOwner;
import io.estafet.sender.Sender;
import io.estafet.sender.SenderBook;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * This replica's share of the numbers. It is an optimisation: two replicas on one number are slower, never wrong. One
 * thread at a time changes it; any thread reads it.
 */
@Singleton
final class Share {

    private final SenderBook book;
    private final String replica;
    private volatile Set<String> replicas;
    private volatile Set<SenderId> numbers = Set.of();

    Share(SenderBook book, LeaseOwner owner) {
        this.book = book;
        this.replica = owner.id();
        this.replicas = Set.of(replica);
    }

    /** Notes which replicas are alive. Returns true when some have come or gone. */
    boolean replicas(Set<String> alive) {
        boolean changed = !alive.equals(replicas);
        replicas = alive;
        return changed;
    }

    /** Whether a name belongs to this replica. */
    boolean isMine(String name) {
        return RendezvousHash.owner(name, replicas).map(replica::equals).orElse(true);
    }

    /** The numbers of the share, as they were last looked at. */
    Set<SenderId> numbers() {
        return numbers;
    }

    /** Looks at all registered numbers anew. Returns those that have left the share. */
    Set<SenderId> refresh() {
        Set<SenderId> left = new HashSet<>(numbers);
        numbers = book.senders().stream()
                .map(Sender::id)
                .filter(sender -> isMine(sender.value()))
                .collect(Collectors.toUnmodifiableSet());
        left.removeAll(numbers);
        return left;
    }
}
