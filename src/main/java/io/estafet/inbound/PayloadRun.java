package io.estafet.inbound;

import io.estafet.inbound.PayloadSteps.Step;
import io.estafet.inbound.Payloads.Aside;
import io.estafet.inbound.Payloads.Progress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One run over the steps of a payload. It knows which of the items need no more work, and what is to become of the
 * others. An item that is to be repeated does not prevent its neighbours or later items from being tried; a later run
 * repeats everything from the item's step on. Thread-safe: a deadline may end a run during a step.
 */
final class PayloadRun {

    private final Payload payload;
    private final Predicate<PayloadResult> isToBeRepeated;
    /** The results of the steps that need no more work. */
    private final PayloadResult finished = new PayloadResult();
    /** The failures and repeats of the first step that is to be repeated, and of all steps behind it. */
    private final PayloadResult open = new PayloadResult();

    private List<Step> steps = List.of();
    /** The next step to be tried. */
    private int next;
    /** The number of steps that need no more work. */
    private int closed;

    PayloadRun(Payload payload, Predicate<PayloadResult> isToBeRepeated) {
        this.payload = payload;
        this.isToBeRepeated = isToBeRepeated;
    }

    /** The result for what was found beside the steps, such as items that cannot be read. */
    PayloadResult found() {
        return finished;
    }

    synchronized void begin(List<Step> left) {
        steps = left;
    }

    synchronized boolean hasNext() {
        return next < steps.size();
    }

    synchronized Step next() {
        return steps.get(next);
    }

    /** Notes that the next step was tried. */
    synchronized void tried(PayloadResult result) {
        boolean closes = closed == next && !isToBeRepeated.test(result);
        next++;
        if (closes) {
            closed++;
            finished.add(result);
        } else {
            result.failure().ifPresent(open::failed);
            result.repeatAfter().ifPresent(open::repeatAfter);
        }
    }

    /** Notes that the run cannot go on. */
    synchronized void failed(Throwable cause) {
        open.failed(cause);
    }

    Optional<Throwable> failure() {
        return open.failure();
    }

    /** When to repeat work that did not fail and is to be repeated. */
    Optional<Duration> repeatAfter() {
        return open.repeatAfter();
    }

    /** True when nothing that was tried is to be repeated. */
    synchronized boolean isClean() {
        return closed == next && failure().isEmpty();
    }

    /** True when the payload needs no more work. */
    synchronized boolean isWhole() {
        return closed == steps.size() && failure().isEmpty();
    }

    /** True when more is done than before this run. */
    synchronized boolean hasProgress() {
        return closed > 0;
    }

    /** Where the next run begins. A first step that failed in this run counts as one try. */
    synchronized Progress progress() {
        int tries = !hasProgress() ? payload.tries() : isClean() ? 0 : 1;
        return new Progress(payload.done() + items(closed), tries, reasonsToKeep());
    }

    /**
     * The progress behind the step that failed; empty when no step follows, or when the payload could not be cut into
     * steps.
     */
    synchronized Optional<Progress> progressBehindPoison() {
        Set<Aside> kept = EnumSet.of(Aside.POISON);
        kept.addAll(reasonsToKeep());
        return closed + 1 >= steps.size()
                ? Optional.empty()
                : Optional.of(new Progress(payload.done() + items(closed + 1), 1, kept));
    }

    /** The reason to keep the payload: poison before all others, the others in the order of {@link Aside}. */
    Optional<Aside> reasonToKeep() {
        Set<Aside> reasons = reasonsToKeep();
        return reasons.contains(Aside.POISON)
                ? Optional.of(Aside.POISON)
                : reasons.stream().sorted().findFirst();
    }

    void publish(InboundMeters meters) {
        finished.publish(meters);
    }

    private Set<Aside> reasonsToKeep() {
        Set<Aside> reasons = EnumSet.noneOf(Aside.class);
        reasons.addAll(payload.kept());
        reasons.addAll(finished.reasonsToKeep());
        return reasons;
    }

    private int items(int first) {
        return steps.subList(0, first).stream().mapToInt(Step::items).sum();
    }
}
