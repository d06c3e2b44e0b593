package io.estafet.simulator;

import io.estafet.simulator.Behaviour.LimitMode;
import io.estafet.simulator.Behaviour.WindowMode;
import io.estafet.simulator.Report.Violation;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * WhatsApp's own rules for one message, in the platform's order, with a count of each that the client broke. Apart from
 * those counts only two things change here: whose first try was refused, and when a person's marketing was first
 * limited.
 */
final class SendRules {
    private final Books books;
    private final Report report;
    private final Supplier<Behaviour> behaviour;
    /** Bounded by the people with such an ending: their second try removes them. */
    private final Set<String> refusedOnce = new HashSet<>();

    SendRules(Books books, Report report, Supplier<Behaviour> behaviour) {
        this.books = books;
        this.report = report;
        this.behaviour = behaviour;
    }

    RuleResult judge(Call call, BusinessNumber number) {
        SendRequest request = call.request();
        GraphError malformed = request.refusal();
        if (malformed != null) {
            return new RuleResult.Refuse(malformed);
        }
        SimulatedTemplate template = null;
        if (request.template()) {
            template = books.template(number.spec().wabaId(), request.templateName(), request.templateLanguage());
            GraphError unfit = template == null ? unknown() : unfit(call, template);
            if (unfit != null) {
                return new RuleResult.Refuse(unfit);
            }
        }
        if (call.marketing() && (template == null || !template.marketing())) {
            return new RuleResult.Refuse(GraphError.of(134100));
        }
        if (request.person().equals(WaId.of(number.spec().displayPhoneNumber()))) {
            return new RuleResult.Refuse(GraphError.of(131021));
        }
        return judgePerson(call, number, template);
    }

    private GraphError unknown() {
        report.violated(Violation.template);
        return GraphError.of(132001, "The template name does not exist in the translation");
    }

    private @Nullable GraphError unfit(Call call, SimulatedTemplate template) {
        String status = template.status();
        if (!status.equals("APPROVED")) {
            long graceNanos = behaviour.get().rules().graceMillis() * 1_000_000L;
            if (!template.justLost(call.arrivalNanos(), graceNanos)) {
                report.violated(Violation.template);
            }
            return GraphError.of(status.equals("PAUSED") ? 132015 : status.equals("DISABLED") ? 132016 : 132001);
        }
        if (!call.request().phone() && template.spec().category().equals("AUTHENTICATION")) {
            return GraphError.of(131062);
        }
        return new TemplateCheck(template.shape(), call.request().templateComponents()).refusal();
    }

    private RuleResult judgePerson(Call call, BusinessNumber number, @Nullable SimulatedTemplate template) {
        String person = call.request().person();
        boolean marketing = template != null && template.marketing();
        boolean magic = behaviour.get().magic();
        Fate fate = magic ? Fate.of(person, template != null, marketing) : Fate.ORDINARY;
        boolean first = fate.kind() == Fate.Kind.REFUSED_AT_FIRST && firstTry(person);
        if (first || fate.kind() == Fate.Kind.REFUSED) {
            return new RuleResult.Refuse(GraphError.of(fate.code()));
        }
        boolean open = number.windowOpen(person, call.atMillis());
        GraphError failure = failure(call, number, marketing, fate, open);
        if (template == null && !open) {
            report.violated(Violation.window);
            failure = GraphError.of(131047);
            if (behaviour.get().rules().window() == WindowMode.refuse) {
                return new RuleResult.Refuse(failure);
            }
        }
        if (!number.pairs().admits(person, call.atMillis())) {
            report.violated(Violation.pair);
            return new RuleResult.Refuse(GraphError.of(131056));
        }
        boolean charged = template != null && !open;
        boolean over = charged && overLimit(call, number, person);
        return over ? beyondLimit(template, fate, failure) : new RuleResult.Accept(template, charged, fate, failure);
    }

    private @Nullable GraphError failure(Call call, BusinessNumber number, boolean marketing, Fate fate, boolean open) {
        String person = call.request().person();
        if (marketing && books.portfolioOf(number).stopped().contains(person)) {
            return GraphError.of(131050);
        }
        // Neither the per-person limit nor the experiment affects marketing inside a window.
        boolean personal = fate == Fate.MARKETING_LIMITED || fate == Fate.EXPERIMENT;
        boolean over = fate == Fate.MARKETING_LIMITED && !open && !books.marketingLimited(person, call.atMillis());
        boolean spared = (personal && open) || over;
        return fate.kind() == Fate.Kind.FAILED && !spared ? GraphError.of(fate.code()) : null;
    }

    private boolean overLimit(Call call, BusinessNumber number, String person) {
        SimulatedPortfolio portfolio = books.portfolioOf(number);
        if (portfolio.accepted().contains(person, call.atMillis())) {
            return false;
        }
        int used = portfolio.accepted().count(call.atMillis());
        long graceNanos = behaviour.get().rules().graceMillis() * 1_000_000L;
        if (used >= portfolio.limitHeldTo(call.arrivalNanos(), graceNanos)) {
            report.violated(Violation.limit);
        }
        return used >= portfolio.limit();
    }

    private RuleResult beyondLimit(@Nullable SimulatedTemplate template, Fate fate, @Nullable GraphError failure) {
        LimitMode mode = behaviour.get().rules().limit();
        return switch (mode) {
            case accept -> new RuleResult.Accept(template, true, fate, failure);
            case refuse -> new RuleResult.Refuse(GraphError.of(131048));
            case failed -> new RuleResult.Accept(template, true, fate, GraphError.of(131048));
            case silence -> new RuleResult.Accept(template, true, Fate.SILENT, null);
        };
    }

    private boolean firstTry(String person) {
        return refusedOnce.add(person) || !refusedOnce.remove(person);
    }
}
