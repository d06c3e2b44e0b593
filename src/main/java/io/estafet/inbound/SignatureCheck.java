package io.estafet.inbound;

import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether one payload is signed, while its bytes arrive. Signatures are over the raw bytes: Graph signs the
 * escaped form of the JSON, which no parser gives back. Used by one thread at a time.
 */
public final class SignatureCheck {

    private final byte[] given;
    private final List<Mac> macs;
    private @Nullable Boolean signed;

    SignatureCheck(byte[] given, List<Mac> macs) {
        this.given = given;
        this.macs = macs;
    }

    /** The next bytes of the payload. */
    public void update(byte[] bytes) {
        macs.forEach(mac -> mac.update(bytes));
    }

    /** True when one of the secrets signed the bytes so far. Call when all of the payload has arrived. */
    public boolean isSigned() {
        Boolean known = signed;
        if (known == null) {
            known = compare();
            signed = known;
        }
        return known;
    }

    /** Takes the same time wherever the difference is. */
    private boolean compare() {
        boolean same = false;
        for (Mac mac : macs) {
            same |= MessageDigest.isEqual(mac.doFinal(), given);
        }
        return same;
    }
}
