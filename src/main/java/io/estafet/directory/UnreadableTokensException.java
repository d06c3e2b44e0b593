package io.estafet.directory;

import io.estafet.message.SenderId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * None of this replica's keys decrypts the tokens of some registered numbers. The message is for the person who starts
 * the program.
 */
public final class UnreadableTokensException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int NAMED = 5;

    UnreadableTokensException(List<SenderId> numbers) {
        super("the tokens of registered numbers cannot be decrypted (" + numbers.size() + ": " + named(numbers)
                + "): set estafet.secrets.key to the key with which they were stored, or name that one in"
                + " estafet.secrets.old-keys.<name>");
    }

    private static String named(List<SenderId> numbers) {
        String some = numbers.stream().limit(NAMED).map(SenderId::value).collect(Collectors.joining(", "));
        return numbers.size() > NAMED ? some + ", ..." : some;
    }
}
