package io.estafet.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.estafet.simulator.Behaviour.ErrorShare;
import io.estafet.simulator.Behaviour.Fault;
import io.estafet.simulator.Behaviour.FaultShare;
import io.estafet.simulator.Report.Violation;
import io.estafet.simulator.UniquePeople.Charge;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The send endpoint: it checks token, number, throughput, then the {@link SendRules}. The cost of a call does not
 * depend on the size of the books. Belongs to the event loop.
 */
final class GraphApi {
    private static final String BEARER = "Bearer ";

    private final Books books;
    private final Report report;
    private final SimulatedTime time;
    private final SendRules rules;
    private final GraphResponses answers;
    private final Life life;
    private final Supplier<Behaviour> behaviour;
    private final Dice dice;
    private final Wamids wamids;

    GraphApi(
            Books books,
            Report report,
            SimulatedTime time,
            GraphResponses answers,
            Life life,
            Supplier<Behaviour> behaviour,
            Dice dice,
            Wamids wamids) {
        this.books = books;
        this.report = report;
        this.time = time;
        this.rules = new SendRules(books, report, behaviour);
        this.answers = answers;
        this.life = life;
        this.behaviour = behaviour;
        this.dice = dice;
        this.wamids = wamids;
    }

    void send(HttpServerRequest http, String numberId, boolean marketing, long arrivalNanos, byte[] body) {
        SendRequest request = new SendRequest(parse(body));
        BusinessNumber number = books.number(numberId);
        Call call = new Call(http, numberId, number, request, marketing, arrivalNanos, time.millis());
        GraphError denied = denied(http, number);
        if (number != null && denied == null && request.readReceipt() && request.refusal() == null) {
            answers.readReceipt(call);
            return;
        }
        report.received();
        if (number != null) {
            number.countReceived();
        }
        if (number == null || denied != null) {
            answers.refuse(call, denied != null ? denied : GraphError.of(33));
            return;
        }
        serve(call, number);
    }

    /** The bearer token of a request; empty when it has none. */
    static String token(HttpServerRequest http) {
        String header = http.getHeader("authorization");
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    }

    /**
     * The refusal of a request without this number's token, or null. For an unknown number, any known token will do.
     */
    private @Nullable GraphError denied(HttpServerRequest http, @Nullable BusinessNumber number) {
        String token = token(http);
        boolean good =
                number == null ? books.tokenKnown(token) : number.spec().token().equals(token);
        return good ? null : GraphError.of(190);
    }

    private void serve(Call call, BusinessNumber number) {
        boolean within = number.bucket().take(call.arrivalNanos());
        if (number.tooManyIn(number.window().add(call.arrivalNanos()))) {
            report.violated(Violation.throughput);
        }
        FaultShare fault = drawFault(call.numberId());
        if (fault != null && fault.kind() == Fault.RESET_BEFORE) {
            answers.cut(call);
            return;
        }
        ErrorShare injected = drawError(call.numberId());
        GraphError refusal = refusal(call, number, within);
        if (refusal != null) {
            answers.refuse(call, refusal);
            return;
        }
        if (injected != null && !injected.async()) {
            answers.refuse(call, GraphError.of(injected.code()), injected.httpStatus());
            return;
        }
        RuleResult result = rules.judge(call, number);
        if (result instanceof RuleResult.Refuse refuse) {
            answers.refuse(call, refuse.error());
        } else if (result instanceof RuleResult.Accept accept) {
            accept(call, number, accept, injected, fault);
        }
    }

    private static @Nullable GraphError refusal(Call call, BusinessNumber number, boolean within) {
        if (!number.spec().registered()) {
            return GraphError.of(133010);
        }
        if (number.inMaintenance(call.arrivalNanos())) {
            return GraphError.of(131057);
        }
        return within
                ? null
                : GraphError.of(130429, "Too many messages sent from this phone number in a short period of time");
    }

    private void accept(
            Call call,
            BusinessNumber number,
            RuleResult.Accept result,
            @Nullable ErrorShare injected,
            @Nullable FaultShare fault) {
        SendRequest request = call.request();
        String wamid = wamids.next();
        Charge charge = books.accepted(number, request.person(), wamid, result.charged(), call.atMillis());
        SimulatedTemplate template = result.template();
        String category =
                template == null ? "service" : template.spec().category().toLowerCase(Locale.ROOT);
        Sent sent =
                new Sent(number, request.person(), request.phone(), wamid, request.callbackData(), category, charge);
        report.accepted();
        number.countAccepted();
        if (books.acceptedAgain(sent.callbackId(), call.atMillis())) {
            report.duplicate();
        }
        // A failure that the rules chose, such as a closed window, comes before an injected one.
        GraphError failure =
                result.failure() == null && injected != null ? GraphError.of(injected.code()) : result.failure();
        life.begin(sent, result.fate(), failure);
        String messageStatus = result.fate().held() ? "held_for_quality_assessment" : "accepted";
        answers.accept(call, sent, template == null ? null : messageStatus, fault != null ? fault : of(result.fate()));
    }

    private static @Nullable FaultShare of(Fate fate) {
        return switch (fate) {
            case HANGS -> FaultShare.of(Fault.HANG_AFTER);
            case GATEWAY_ERROR -> FaultShare.of(Fault.GATEWAY);
            case CUT_AFTER -> FaultShare.of(Fault.RESET_AFTER);
            case MALFORMED -> FaultShare.of(Fault.MALFORMED);
            default -> null;
        };
    }

    private @Nullable FaultShare drawFault(String numberId) {
        for (FaultShare fault : behaviour.get().faults()) {
            boolean here =
                    fault.phoneNumberId() == null || fault.phoneNumberId().equals(numberId);
            if (here && dice.random().nextDouble() < fault.share()) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable ErrorShare drawError(String numberId) {
        for (ErrorShare error : behaviour.get().errors()) {
            boolean here =
                    error.phoneNumberId() == null || error.phoneNumberId().equals(numberId);
            if (here && dice.random().nextDouble() < error.share()) {
                return error;
            }
        }
        return null;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode node = Json.MAPPER.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
    }
}
