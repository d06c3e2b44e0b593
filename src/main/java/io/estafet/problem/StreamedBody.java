package io.estafet.problem;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/** Bodies that are read as streams. */
public final class StreamedBody {

    private StreamedBody() {}

    /** The same stream, which fails with 400 when it ends without a byte. */
    public static Multi<Buffer> required(Multi<Buffer> body) {
        return body.onCompletion()
                .ifEmpty()
                .failWith(() -> ProblemException.of(Code.MALFORMED_JSON, "there is no body"));
    }
}
