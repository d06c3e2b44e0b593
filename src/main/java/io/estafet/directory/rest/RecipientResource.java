package io.estafet.directory.rest;

import io.estafet.access.Caller;
import io.estafet.directory.Consents;
import io.estafet.directory.CustomerWindows;
import io.estafet.directory.Erasure;
import io.estafet.directory.LimitUsage;
import io.estafet.directory.LimitUsage.Counted;
import io.estafet.directory.People;
import io.estafet.directory.RecentMessages;
import io.estafet.directory.RecentMessages.Recent;
import io.estafet.message.PersonId;
import io.estafet.message.PortfolioId;
import io.estafet.message.SenderId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.reactive.Unis;
import io.estafet.recipient.Address;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is known of a person. */
@Path("/v1/recipients/{to}")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class RecipientResource {

    private static final Logger LOG = Logger.getLogger(RecipientResource.class);
    private static final int RECENT = 20;

    private final Caller caller;
    private final OwnPortfolios portfolios;
    private final People people;
    private final Consents consents;
    private final CustomerWindows windows;
    private final Erasure erasure;
    private final Instance<Erasure.Station> stations;
    private final LimitUsage usage;
    private final RecentMessages messages;
    private final InstantSource clock;

    RecipientResource(
            Caller caller,
            OwnPortfolios portfolios,
            People people,
            Consents consents,
            CustomerWindows windows,
            Erasure erasure,
            @Any Instance<Erasure.Station> stations,
            LimitUsage usage,
            RecentMessages messages,
            InstantSource clock) {
        this.caller = caller;
        this.portfolios = portfolios;
        this.people = people;
        this.consents = consents;
        this.windows = windows;
        this.erasure = erasure;
        this.stations = stations;
        this.usage = usage;
        this.messages = messages;
        this.clock = clock;
    }

    @GET
    @Authenticated
    public Uni<View> get(@PathParam("to") String to, @QueryParam("portfolio") @Nullable String portfolio) {
        PortfolioId own = portfolios.required(portfolio, caller.tenant());
        Address address = ProblemException.orNotFound(to, Address::parse);
        return people.find(own, address)
                .chain(found -> found.map(person -> view(own, person, address)).orElseGet(() -> kept(own, address)));
    }

    /** What is kept of an erased person under their bare id. When nothing is kept, the person is not found. */
    private Uni<View> kept(PortfolioId portfolio, Address address) {
        return erasure.erased(portfolio, address)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(person -> view(portfolio, person, address))
                .invoke(View::requireSomething);
    }

    /**
     * Erases the person everywhere else first: if that fails, the person is still found and the call can be repeated.
     * It can be repeated for an erased person too. It then erases what came since, such as a message that was just
     * being accepted.
     */
    @DELETE
    @Authenticated
    public Uni<Void> erase(@PathParam("to") String to, @QueryParam("portfolio") @Nullable String portfolio) {
        PortfolioId own = portfolios.required(portfolio, caller.tenant());
        Address address = ProblemException.orNotFound(to, Address::parse);
        return people.find(own, address)
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : erasure.erased(own, address))
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(person -> erase(own, person, address))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(failure -> notErased(own, failure));
    }

    private Uni<Void> erase(PortfolioId portfolio, PersonId person, Address address) {
        return erasure.names(portfolio, person)
                .map(names -> Stream.concat(names.stream(), Stream.of(address)).collect(Collectors.toSet()))
                .chain(names -> eraseElsewhere(portfolio, person, names))
                .chain(() -> erasure.erase(portfolio, person));
    }

    private Uni<Void> eraseElsewhere(PortfolioId portfolio, PersonId person, Set<Address> names) {
        return Unis.inTurn(stations, station -> station.erase(portfolio, person, names));
    }

    private static ProblemException notErased(PortfolioId portfolio, Throwable cause) {
        LOG.warnf("a person was not erased whole portfolio=%s cause=%s", portfolio, cause);
        return ProblemException.of(Code.UNAVAILABLE, "not everything could be erased now; repeat the call");
    }

    private Uni<View> view(PortfolioId portfolio, PersonId person, Address address) {
        return Uni.combine()
                .all()
                .unis(
                        ConsentView.read(consents, portfolio, address),
                        windows.open(portfolio, person, clock.instant()),
                        usage.counted(portfolio, person),
                        messages.recent(portfolio, person, RECENT))
                .with(View::of);
    }

    /** A person as the API shows them. */
    record View(
            ConsentView consent,
            List<Window> windows,
            @Nullable Counted counted,
            List<Message> messages) {

        static View of(
                ConsentView consent, Map<SenderId, Instant> windows, Optional<Counted> counted, List<Recent> messages) {
            return new View(
                    consent,
                    windows.entrySet().stream()
                            .map(window -> new Window(window.getKey().value(), window.getValue()))
                            .toList(),
                    counted.orElse(null),
                    messages.stream()
                            .map(each -> new Message(
                                    each.id().toString(), each.state().word(), each.acceptedAt()))
                            .toList());
        }

        private void requireSomething() {
            boolean nothing = consent.isNothingKnown() && counted == null && windows.isEmpty() && messages.isEmpty();
            if (nothing) {
                throw ProblemException.notFound();
            }
        }
    }

    /** An open customer service window. */
    record Window(String sender, Instant until) {}

    /** A message to this person. */
    record Message(String id, String state, Instant acceptedAt) {}
}
