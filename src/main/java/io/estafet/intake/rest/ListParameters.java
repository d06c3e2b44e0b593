package io.estafet.intake.rest;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query of a list of messages as it came. The names of its parameters are declared only here. */
public record ListParameters(
        @QueryParam("sender") @Nullable String sender,
        @QueryParam("state") @Nullable String state,
        @QueryParam("reason") @Nullable String reason,
        @QueryParam("campaign") @Nullable String campaign,
        @QueryParam("reference") @Nullable String reference,
        @QueryParam("to") @Nullable String to,
        @QueryParam("from") @Nullable String from,
        @QueryParam("until") @Nullable String until,
        @QueryParam("cursor") @Nullable String cursor,
        @QueryParam("limit") @Nullable String limit) {}
