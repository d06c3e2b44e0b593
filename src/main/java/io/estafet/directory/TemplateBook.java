package io.estafet.directory;

import io.estafet.template.Template;
import io.estafet.template.TemplateKey;
import java.util.Optional;

/** The registered templates as this replica knows them now, at most 1 s behind. Answers from memory. */
public interface TemplateBook {

    Optional<Template> find(TemplateKey key);
}
