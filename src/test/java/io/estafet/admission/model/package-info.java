/**
 * The rules of admission in plain Java: what {@code lua/admission/take.lua} decides for one message, in the same order,
 * and how pace and limits count. Pure, and the place to read first. {@code AdmissionModelIT} holds the script
 * against it over thousands of random histories.
 */
@NullMarked
package io.estafet.admission.model;

import org.jspecify.annotations.NullMarked;
