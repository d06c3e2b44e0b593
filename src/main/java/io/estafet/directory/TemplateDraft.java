package io.estafet.directory;

import io.estafet.template.Template;

/**
 * A template with what it says.
 *
 * @param components its parts as JSON, kept for the reader; sending does not need them
 */
public record TemplateDraft(Template template, byte[] components) {}
