package io.estafet.http;

import io.estafet.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Charges the memory of a method with {@link LargeAnswer} before it is called. */
public final class AnswerFilter {

    private final BodyMemory memory;
    private final UnsentAnswers answers;
    private final HttpMeters meters;
    private final Caller caller;

    AnswerFilter(BodyMemory memory, UnsentAnswers answers, HttpMeters meters, Caller caller) {
        this.memory = memory;
        this.answers = answers;
        this.meters = meters;
        this.caller = caller;
    }

    @ServerRequestFilter(priority = Priorities.USER + 1)
    public void charge(ResourceInfo resource, RoutingContext context) {
        if (resource.getResourceMethod().isAnnotationPresent(LargeAnswer.class)) {
            var charge = memory.open(
                    new BodyMemory.Holder(TrafficClass.ANSWER, caller.tenant().value()));
            if (!charge.grow(LargeAnswer.BYTES)) {
                meters.refused(TrafficClass.ANSWER, BodyFailure.BUSY);
                throw BodyFailure.BUSY.problem("too many large answers are under way");
            }
            answers.whenSent(context, charge::release);
        }
    }
}
