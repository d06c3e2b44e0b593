package io.estafet.inbound;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * Items of a payload that are worked on without a break.
 *
 * @param items how many
 * @param work ends when all of them were tried; what failed is in the result
 */
record Step(int items, Function<PayloadResult, Uni<Void>> work) {}
