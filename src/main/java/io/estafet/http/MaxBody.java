package io.estafet.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest body that a resource method reads whole. A larger one is answered 413 before it is read. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MaxBody {

    /** The bound in bytes. */
    int value();

    /** Whose share of the memory the body takes. */
    TrafficClass traffic();
}
