package io.estafet.directory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.access.Caller;
import io.estafet.directory.LimitUsage;
import io.estafet.directory.LimitUsage.Usage;
import io.estafet.directory.Registry;
import io.estafet.http.MaxBody;
import io.estafet.http.TrafficClass;
import io.estafet.json.Fields;
import io.estafet.json.WholeNumber;
import io.estafet.message.PortfolioId;
import io.estafet.problem.ProblemException;
import io.estafet.sender.Portfolio;
import io.estafet.sender.SenderBook;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Portfolios and their messaging limits. */
@Path("/v1/portfolios/{id}")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class PortfolioResource {

    private static final String UNLIMITED = "unlimited";

    private final Caller caller;
    private final Registry registry;
    private final SenderBook book;
    private final LimitUsage usage;

    PortfolioResource(Caller caller, Registry registry, SenderBook book, LimitUsage usage) {
        this.caller = caller;
        this.registry = registry;
        this.book = book;
        this.usage = usage;
    }

    @PUT
    @Authenticated
    @Consumes(MediaType.APPLICATION_JSON)
    @MaxBody(value = DirectoryResponses.MAX_BODY, traffic = TrafficClass.DIRECTORY)
    public Uni<Response> put(@PathParam("id") String id, byte[] body) {
        PortfolioId portfolio = DirectoryResponses.fresh(id, PortfolioId::new);
        long limit = limit(Fields.read(body));
        return registry.putPortfolio(portfolio, caller.tenant(), limit)
                .map(done -> DirectoryResponses.registered(done, View.of(portfolio, limit, Optional.empty())));
    }

    private static long limit(Fields fields) {
        Optional<Long> limit =
                fields.node("messagingLimit").flatMap(node -> fields.read("messagingLimit", () -> limit(node)));
        if (!fields.has("messagingLimit")) {
            fields.refuse("messagingLimit", "is required");
        }
        fields.end();
        return limit.orElseThrow(() -> ProblemException.invalid("/messagingLimit", "must not be null"));
    }

    private static long limit(JsonNode node) {
        if (UNLIMITED.equals(node.textValue())) {
            return Portfolio.UNLIMITED;
        }
        long number = WholeNumber.of(node).orElse(0);
        if (number <= 0) {
            throw new IllegalArgumentException("must be a positive whole number or \"unlimited\"");
        }
        return number;
    }

    @GET
    @Authenticated
    public Uni<View> get(@PathParam("id") String id) {
        Portfolio portfolio = book.find(ProblemException.orNotFound(id, PortfolioId::new))
                .filter(found -> found.tenant().equals(caller.tenant()))
                .orElseThrow(ProblemException::notFound);
        return usage.usage(portfolio.id())
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.<Usage>empty())
                .map(used -> View.of(portfolio.id(), portfolio.messagingLimit(), used));
    }

    /** A portfolio as the API shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            String id,
            Object messagingLimit,
            @Nullable Long used,
            @Nullable Long remaining,
            @Nullable Instant nextFreeAt) {

        static View of(PortfolioId id, long limit, Optional<Usage> usage) {
            boolean limited = limit != Portfolio.UNLIMITED;
            Long used = usage.map(Usage::used).orElse(null);
            Long remaining = limited && used != null ? Math.max(0, limit - used) : null;
            Object said = limited ? limit : UNLIMITED;
            return new View(
                    id.value(),
                    said,
                    used,
                    remaining,
                    usage.flatMap(Usage::nextFreeAt).orElse(null));
        }
    }
}
