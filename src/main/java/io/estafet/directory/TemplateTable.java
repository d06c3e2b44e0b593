package io.estafet.directory;

import io.estafet.directory.BookSource.TemplateSink;
import io.estafet.message.Category;
import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import io.estafet.template.TemplateStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Templates by key, without their components. Each takes about 40 bytes besides name and language. An account's id is
 * stored once. Any thread may read; one thread at a time may change.
 *
 * <p>A hash table with linear probing. Each entry is an array: state (1 byte), number of the account (4 bytes), name
 * and language with a slash between, and the end of a pause that has one (8 bytes). The hash is random per table:
 * nobody can choose names that collide.
 */
final class TemplateTable implements TemplateSink {

    private static final int SMALLEST = 1 << 10;
    private static final int KEY = 1;
    private static final int NAME = KEY + Integer.BYTES;
    private static final int STATUS_SHIFT = 2;
    private static final int STATUS_MASK = 7;
    private static final int CATEGORY_MASK = 3;
    private static final int HAS_END = 1 << 7;

    /** Takes the place of a removed entry, so that the entries behind it are still found. */
    private static final byte[] REMOVED = {};

    private static final TemplateStatus[] STATUSES = TemplateStatus.values();

    private final Map<String, Integer> accounts = new ConcurrentHashMap<>();
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;
    private volatile AtomicReferenceArray<byte @Nullable []> slots = new AtomicReferenceArray<>(SMALLEST);

    /** Slots that hold or held an entry. */
    private int used;

    private int size;

    Optional<Template> find(TemplateKey key) {
        Integer account = accounts.get(key.wabaId());
        if (account == null) {
            return Optional.empty();
        }
        byte[] wanted = entry(account, key, 0, 0);
        AtomicReferenceArray<byte @Nullable []> table = slots;
        return Optional.ofNullable(entry(table, wanted)).map(entry -> template(key, entry));
    }

    @Override
    public void put(Template template) {
        Integer account = accounts.computeIfAbsent(template.key().wabaId(), id -> accounts.size());
        byte[] entry = entry(account, template);
        int slot = slot(slots, entry);
        if (slots.get(slot) == null) {
            size++;
            used++;
        }
        slots.set(slot, entry);
        if (used > slots.length() / 2) {
            rehash();
        }
    }

    @Override
    public void remove(TemplateKey key) {
        Integer account = accounts.get(key.wabaId());
        if (account != null) {
            int slot = slot(slots, entry(account, key, 0, 0));
            if (slots.get(slot) != null) {
                slots.set(slot, REMOVED);
                size--;
            }
        }
    }

    int size() {
        return size;
    }

    private void rehash() {
        int length = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, size)) << 2);
        AtomicReferenceArray<byte @Nullable []> larger = new AtomicReferenceArray<>(length);
        for (int i = 0; i < slots.length(); i++) {
            byte[] entry = slots.get(i);
            if (entry != null && entry != REMOVED) {
                larger.setPlain(slot(larger, entry), entry);
            }
        }
        used = size;
        slots = larger;
    }

    /** Reads each slot once: between two reads another thread may have changed it. */
    private byte @Nullable [] entry(AtomicReferenceArray<byte @Nullable []> table, byte[] wanted) {
        int mask = table.length() - 1;
        int slot = (int) hash(wanted) & mask;
        byte[] there = table.get(slot);
        while (there != null && !isSameKey(there, wanted)) {
            slot = (slot + 1) & mask;
            there = table.get(slot);
        }
        return there;
    }

    /** The slot of the entry with the same key, else the first free slot. */
    private int slot(AtomicReferenceArray<byte @Nullable []> table, byte[] wanted) {
        int mask = table.length() - 1;
        int slot = (int) hash(wanted) & mask;
        while (true) {
            byte[] there = table.get(slot);
            if (there == null || isSameKey(there, wanted)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private long hash(byte[] entry) {
        long hash = seed;
        int end = keyEnd(entry);
        for (int i = KEY; i < end; i++) {
            hash = Long.rotateLeft((hash ^ entry[i]) * factor, 29);
        }
        return hash ^ hash >>> 32;
    }

    private static boolean isSameKey(byte[] one, byte[] other) {
        return one != REMOVED && Arrays.equals(one, KEY, keyEnd(one), other, KEY, keyEnd(other));
    }

    private static int keyEnd(byte[] entry) {
        return (entry[0] & HAS_END) == 0 ? entry.length : entry.length - Long.BYTES;
    }

    private static byte[] entry(int account, Template template) {
        int state = template.category().rank() | template.status().ordinal() << STATUS_SHIFT;
        return template.pausedUntil()
                .map(end -> entry(account, template.key(), state | HAS_END, micros(end)))
                .orElseGet(() -> entry(account, template.key(), state, 0));
    }

    private static byte[] entry(int account, TemplateKey key, int state, long endMicros) {
        boolean hasEnd = (state & HAS_END) != 0;
        int text = key.name().length() + 1 + key.language().length();
        ByteBuffer entry = ByteBuffer.allocate(NAME + text + (hasEnd ? Long.BYTES : 0))
                .put((byte) state)
                .putInt(account)
                .put(key.name().getBytes(StandardCharsets.US_ASCII))
                .put((byte) '/')
                .put(key.language().getBytes(StandardCharsets.US_ASCII));
        return hasEnd ? entry.putLong(endMicros).array() : entry.array();
    }

    private static Template template(TemplateKey key, byte[] entry) {
        Optional<Instant> end = (entry[0] & HAS_END) == 0
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plus(
                        ByteBuffer.wrap(entry).getLong(entry.length - Long.BYTES), ChronoUnit.MICROS));
        return new Template(
                key, Category.ofRank(entry[0] & CATEGORY_MASK), STATUSES[entry[0] >> STATUS_SHIFT & STATUS_MASK], end);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
