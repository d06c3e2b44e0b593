package io.estafet.dispatch;

import io.estafet.delivery.InflightLimit;
import io.estafet.sender.Sender;

/**
 * One request for one message.
 *
 * @param sender the number as it was when the request began
 * @param limit gave the slot in which the request runs
 * @param departure the request's way to the socket
 * @param beganNanos by {@link System#nanoTime()}
 */
record Attempt(
        Sender sender, InflightMessage message, InflightLimit limit, StartGuard.Departure departure, long beganNanos) {}
