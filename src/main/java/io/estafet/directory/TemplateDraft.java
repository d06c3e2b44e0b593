package io.estafet.directory;

import io.estafet.template.Template;

/**
 * A template with its components.
 *
 * @param components its components as JSON, kept for callers who read them; sending does not need them
 */
public record TemplateDraft(Template template, byte[] components) {

    /**
     * The most bytes of one template's components. WhatsApp's largest template is a carousel: a body of 1,024
     * characters and ten cards, each with 160 characters, a media handle and two buttons with a URL and a sample URL of
     * 2,000 characters. That is some 100,000 bytes; the usual template has 1,000.
     */
    public static final int MAX_BYTES = 128 << 10;
}
