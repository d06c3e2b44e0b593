package io.estafet.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head says about its body. */
final class RequestBody {

    private RequestBody() {}

    /**
     * The announced length in bytes; 0 when none is announced. The server has already refused a length that is not a
     * number.
     */
    static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : parsed(length);
    }

    private static long parsed(String length) {
        try {
            return Math.max(0, Long.parseLong(length));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** True when an HTTP/1.1 request carries a body; without these headers it has none. */
    static boolean isAnnounced(HttpServerRequest request) {
        return length(request) > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    static boolean isHttp2(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    /** Tells a caller that waits for permission to send the body. */
    static void sendContinue(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }
}
