package io.estafet.directory.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.estafet.directory.Registry;
import io.estafet.directory.SenderDraft;
import io.estafet.message.SenderId;
import io.estafet.message.TenantId;
import io.estafet.problem.Code;
import io.estafet.problem.ProblemException;
import io.estafet.reactive.Unis;
import io.estafet.sender.AccessToken;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Proves that a number is the caller's before it is registered: the API must show it to the caller's access token, and
 * in the account that the caller names. A new number must be proved, and a number whose account, address or token
 * changes. What was proved once is not proved again. The proof comes before any other answer, so that a caller without
 * it does not learn whether the number is in use. It is taken outside the registration's transaction: each thing that
 * is proved stays true, whatever else of the number is changed at the same time.
 */
@Singleton
record NumberProof(VerifyConfig config, CloudApiAddressConfig addresses, GraphReader api, Registry registry) {

    private static final int PAGE = 100;

    /** Far above WhatsApp's 25 numbers of one account. */
    private static final int MAX_PAGES = 20;

    private static final int MAX_BYTES = 1 << 20;

    /**
     * Ends when nothing is left to be proved. Fails with 422 and the API's words when the API does not show the number
     * or its account, with 503 when the API is away, with 502 when what answers is not such an API.
     *
     * @param change the change that the registry is to apply
     */
    Uni<Void> require(SenderId id, TenantId tenant, Function<Optional<SenderDraft>, SenderDraft> change) {
        return config.verify()
                ? registry.sender(id, tenant).chain(old -> require(id, old, change.apply(old)))
                : Unis.done();
    }

    private Uni<Void> require(SenderId id, Optional<SenderDraft> old, SenderDraft draft) {
        if (old.filter(known -> isProved(known, draft)).isPresent()) {
            return Unis.done();
        }
        AccessToken token = draft.accessToken()
                .or(() -> old.flatMap(SenderDraft::accessToken))
                .orElseThrow(() -> ProblemException.invalid("/accessToken", "is required to prove the number"));
        Claim claim = new Claim(id, draft.wabaId(), draft.baseUrl(), token);
        return number(claim)
                .chain(() -> account(claim, Optional.empty(), MAX_PAGES))
                .ifNoItem()
                .after(addresses.requestDeadline())
                .recoverWithUni(() -> Uni.createFrom().failure(away("it did not answer in time")));
    }

    private static boolean isProved(SenderDraft old, SenderDraft draft) {
        return draft.wabaId().equals(old.wabaId())
                && draft.baseUrl().equals(old.baseUrl())
                && draft.accessToken()
                        .map(given -> old.accessToken().filter(given::equals).isPresent())
                        .orElse(true);
    }

    /** What the caller claims to own. */
    private record Claim(SenderId id, String wabaId, URI baseUrl, AccessToken token) {}

    private Uni<Void> number(Claim claim) {
        return api.get(claim.baseUrl(), claim.token(), "/" + claim.id() + "?fields=id", MAX_BYTES)
                .invoke(answer -> {
                    requireFound(answer, "/accessToken", "does not show this number to this token");
                    expect(isNumber(answer.body(), claim), "/accessToken", "shows another number to this token");
                })
                .replaceWithVoid();
    }

    private Uni<Void> account(Claim claim, Optional<String> cursor, int pages) {
        String path = "/" + claim.wabaId() + "/phone_numbers?fields=id&limit=" + PAGE;
        return api.page(claim.baseUrl(), claim.token(), path, cursor, MAX_BYTES)
                .chain(page -> account(claim, page, pages));
    }

    private Uni<Void> account(Claim claim, GraphAnswer page, int pages) {
        requireFound(page, "/wabaId", "does not show this account to this token");
        for (JsonNode number : page.body().path("data")) {
            if (isNumber(number, claim)) {
                return Unis.done();
            }
        }
        expect(page.next().isPresent() && pages > 1, "/wabaId", "does not show this number in this account");
        return account(claim, page.next(), pages - 1);
    }

    private static boolean isNumber(JsonNode shown, Claim claim) {
        return shown.path("id").asText().equals(claim.id().value());
    }

    private static void requireFound(GraphAnswer answer, String pointer, String refusal) {
        switch (answer.kind()) {
            case FOUND -> {}
            case REFUSED -> expect(false, pointer, refusal + ": " + answer.words());
            case AWAY -> throw away(answer.words());
            case UNREADABLE ->
                throw ProblemException.of(Code.BAD_GATEWAY, "the number could not be proved: " + answer.words());
        }
    }

    private static ProblemException away(String why) {
        return ProblemException.of(Code.UNAVAILABLE, "the number could not be proved, WhatsApp's API is away: " + why);
    }

    private static void expect(boolean holds, String pointer, String otherwise) {
        if (!holds) {
            throw ProblemException.invalid(pointer, "WhatsApp's API " + otherwise);
        }
    }
}
