package io.estafet.intake;

import io.estafet.journal.NewMessage;
import io.estafet.message.PersonId;
import io.estafet.recipient.Address;
import io.estafet.sender.Sender;
import java.util.function.Function;

/**
 * A message that passed all checks against the directory; only its person is still missing.
 *
 * @param withPerson makes the message to commit
 */
record CheckedMessage(Sender sender, Address address, Function<PersonId, NewMessage> withPerson) {}
