/** Reads payloads of the Cloud API, tolerantly: a wrong item is counted, and its neighbours are read. */
@NullMarked
package io.estafet.inbound.cloudapi;

import org.jspecify.annotations.NullMarked;
