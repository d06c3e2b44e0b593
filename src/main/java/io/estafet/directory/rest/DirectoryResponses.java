package io.estafet.directory.rest;

import io.estafet.directory.Registration;
import io.estafet.directory.TemplateDraft;
import io.estafet.json.Flaw;
import io.estafet.problem.Code;
import io.estafet.problem.Problem;
import io.estafet.problem.ProblemException;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers that the resources of the directory share. */
final class DirectoryResponses {

    /** The most bytes of a body. Streams of lines have no such bound. */
    static final int MAX_BODY = 1 << 20;

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1000;

    private DirectoryResponses() {}

    /** Answers 201 or 200 with the thing as it is now. Throws the problem when it was refused. */
    static Response registered(Registration registration, Object thing) {
        requireDone(registration);
        Response.Status status = registration == Registration.CREATED ? Response.Status.CREATED : Response.Status.OK;
        return Response.status(status).entity(thing).build();
    }

    /** @throws ProblemException for a registration that was refused */
    static void requireDone(Registration registration) {
        if (!registration.isDone()) {
            throw refusal(registration);
        }
    }

    private static ProblemException refusal(Registration registration) {
        return switch (registration) {
            case PORTFOLIO_UNKNOWN -> ProblemException.invalid("/portfolio", "is not registered");
            case ACCOUNT_ELSEWHERE ->
                ProblemException.invalid("/portfolio", "another number of this wabaId is in another portfolio");
            case TOKEN_MISSING -> ProblemException.invalid("/accessToken", "is required for a new number");
            case MESSAGES_QUEUED ->
                ProblemException.of(Code.CONFLICT, "messages wait for this number: it cannot change its portfolio");
            case SENT_LATELY ->
                ProblemException.of(
                        Code.CONFLICT, "this number has sent within 24 hours: it cannot change its portfolio yet");
            case TOO_MANY_PORTFOLIOS ->
                invalid("the tenant has as many portfolios as it may have (estafet.directory.max-portfolios)");
            case TOO_MANY_SENDERS ->
                invalid("the tenant has as many numbers as it may have (estafet.directory.max-senders)");
            case TOO_MANY_TEMPLATES ->
                invalid("the tenant has as many templates as it may have (estafet.directory.max-templates)");
            case TOO_MANY_TEMPLATE_BYTES ->
                invalid("the components of all templates together would be too large"
                        + " (estafet.directory.max-template-bytes)");
            case TOO_MANY_DELETED_TEMPLATES ->
                invalid("too many templates were deleted within 7 days (estafet.directory.max-templates)");
            case TEMPLATE_TOO_LARGE ->
                ProblemException.invalid("/components", "must have at most " + TemplateDraft.MAX_BYTES + " bytes");
            case NOT_FOUND, CREATED, CHANGED, UNCHANGED -> ProblemException.notFound();
        };
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(Code.INVALID, detail);
    }

    /** The refusal in one text. */
    static String words(Registration registration) {
        Problem problem = refusal(registration).problem();
        return problem.errors().stream().map(Flaw::detail).findFirst().orElse(problem.detail());
    }

    /** Reads the id of a thing to be created from the path. */
    static <T> T fresh(String text, Function<String, T> reader) {
        return read(text, reader, wrong -> "the id in the path " + wrong.getMessage());
    }

    /** Reads from the query where the previous page ended. */
    static <T> T cursor(String text, Function<String, T> reader) {
        return read(text, reader, wrong -> "cursor must be what a page gave as next");
    }

    private static <T> T read(
            String text, Function<String, T> reader, Function<IllegalArgumentException, String> detail) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(detail.apply(e));
        }
    }

    static int limit(@Nullable String text) {
        try {
            int limit = text == null ? DEFAULT_PAGE : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_PAGE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw invalid("limit is not a number");
        }
        throw invalid("limit must be 1 to " + MAX_PAGE);
    }
}
