package io.estafet.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a resource method whose answer may be up to {@link #BYTES} long. Memory for it is charged until the caller has
 * taken the answer; when there is none, the answer is 503 {@code busy}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LargeAnswer {

    /** What one answer is charged: a page of any list is smaller. */
    int BYTES = 1 << 20;
}
