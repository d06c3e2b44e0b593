package io.estafet.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void busyIsToldByTheNameOfAnyCause() {
        assertThat(Failures.isBusy(new LineBusyException())).isTrue();
        assertThat(Failures.isBusy(new IllegalStateException(new RuntimeException(new LineBusyException()))))
                .isTrue();
        assertThat(Failures.isBusy(new IllegalStateException("BusyException"))).isFalse();
    }

    @Test
    void causesAreLookedThroughToTheLast() {
        Throwable failure = new IllegalStateException(new IllegalArgumentException("deep"));
        assertThat(Failures.hasCause(failure, IllegalStateException.class::isInstance))
                .isTrue();
        assertThat(Failures.hasCause(failure, cause -> "deep".equals(cause.getMessage())))
                .isTrue();
        assertThat(Failures.hasCause(failure, InterruptedException.class::isInstance))
                .isFalse();
    }

    private static final class LineBusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
