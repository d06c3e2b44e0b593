package io.estafet.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A refusal in the Graph API's words.
 *
 * @param code the value by which a client decides
 * @param httpStatus the older official value; throttling errors get the status that the behaviour sets
 */
record GraphError(int code, int httpStatus, String title, String details) {
    private static final Set<Integer> THROTTLES = Set.of(4, 80007, 130429, 131048, 131056, 133016);
    private static final Map<Integer, GraphError> TABLE = new HashMap<>();

    static {
        row(0, 401, "AuthException");
        row(1, 400, "API Unknown");
        row(2, 503, "API Service");
        row(3, 500, "API Method");
        row(4, 400, "Application request limit reached");
        row(10, 403, "Permission Denied");
        row(33, 400, "Unsupported post request. Object does not exist or cannot be loaded");
        row(100, 400, "Invalid parameter");
        row(190, 401, "Access token has expired or is invalid");
        row(368, 403, "Temporarily blocked for policies violations");
        row(80007, 400, "Rate limit issues");
        row(130403, 400, "The business blocked this user");
        row(130429, 400, "Rate limit hit");
        row(130472, 400, "User's number is part of an experiment");
        row(130497, 403, "Business account is restricted from messaging users in this country");
        row(131000, 500, "Something went wrong");
        row(131005, 403, "Access denied");
        row(131008, 400, "Required parameter is missing");
        row(131009, 400, "Parameter value is not valid");
        row(131016, 500, "Service unavailable");
        row(131021, 400, "Recipient cannot be sender");
        row(131026, 400, "Message undeliverable");
        row(131030, 400, "Recipient phone number not in allowed list");
        row(131031, 403, "Account has been locked");
        row(131037, 400, "Display name needs approval");
        row(131042, 400, "Business eligibility payment issue");
        row(131045, 500, "Incorrect certificate");
        row(131047, 400, "Re-engagement message");
        row(131048, 400, "Spam rate limit hit");
        row(131049, 400, "This message was not delivered to maintain healthy ecosystem engagement.");
        row(131050, 400, "User has stopped marketing messages from your business");
        row(131051, 400, "Unsupported message type");
        row(131052, 400, "Media download error");
        row(131053, 400, "Media upload error");
        row(131055, 400, "Only marketing templates are allowed here");
        row(131056, 400, "(Business Account, Consumer Account) pair rate limit hit");
        row(131057, 500, "Account in maintenance mode");
        row(131062, 400, "Message type cannot be sent to a business-scoped user id");
        row(131063, 400, "Marketing messages are not allowed on this endpoint");
        row(132000, 400, "Template Param Count Mismatch");
        row(132001, 404, "Template does not exist");
        row(132005, 400, "Template Hydrated Text Too Long");
        row(132007, 400, "Template Format Character Policy Violated");
        row(132012, 400, "Template Parameter Format Mismatch");
        row(132015, 400, "Template is Paused");
        row(132016, 400, "Template is Disabled");
        row(132018, 400, "Template validation error");
        row(133004, 503, "Server Temporarily Unavailable");
        row(133010, 400, "Phone number Not Registered");
        row(133016, 400, "Account register deregister rate limit exceeded");
        row(134100, 400, "Only marketing messages supported");
        row(135000, 400, "Generic user error");
        row(137000, 400, "Recipient identity key hash mismatch");
    }

    private static void row(int code, int httpStatus, String title) {
        TABLE.put(code, new GraphError(code, httpStatus, title, title));
    }

    /** A code without a row is allowed, so that a client can meet codes that nobody has seen. */
    static GraphError of(int code) {
        GraphError known = TABLE.get(code);
        return known != null ? known : new GraphError(code, 400, "Unlisted error", "Unlisted error");
    }

    static GraphError of(int code, String details) {
        GraphError error = of(code);
        return new GraphError(code, error.httpStatus, error.title, details);
    }

    /** The answer to a read of an object that does not exist or that the token may not see. */
    static GraphError unseen(String id) {
        return of(
                100,
                "Unsupported get request. Object with ID '" + id
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this"
                        + " operation");
    }

    boolean throttle() {
        return THROTTLES.contains(code);
    }
}
