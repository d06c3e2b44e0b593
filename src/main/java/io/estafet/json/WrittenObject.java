package io.estafet.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;

/**
 * An object whose members are passed on as they were written.
 *
 * @param written the bytes of each member's value
 */
public record WrittenObject(ObjectNode values, Map<String, byte[]> written) {

    /** The bytes of the value of a member that is there. */
    public byte[] bytes(String name) {
        return Objects.requireNonNull(written.get(name));
    }
}
