package io.estafet.template;

import io.estafet.message.Category;

/** A registered template: never {@link Category#SERVICE}, which is for free-form messages. */
public record Template(TemplateKey key, Category category, TemplateStatus status) {

    public Template {
        if (category == Category.SERVICE) {
            throw new IllegalArgumentException("a template's category is authentication, utility or marketing");
        }
    }
}
