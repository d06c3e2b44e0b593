package io.estafet.postgres;

import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;

/** Hibernate Reactive without Quarkus, for this package's entities. */
public final class TestSessions implements AutoCloseable {

    private final SessionFactory factory;

    public TestSessions(Class<?>... entities) {
        Configuration configuration = new Configuration()
                .setProperty("jakarta.persistence.jdbc.url", TestDatabase.get().url())
                .setProperty(
                        "jakarta.persistence.jdbc.user",
                        TestDatabase.get().server().username())
                .setProperty(
                        "jakarta.persistence.jdbc.password",
                        TestDatabase.get().server().password())
                .setProperty("hibernate.connection.pool_size", "4")
                .setProperty("hibernate.jdbc.batch_size", "512");
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        factory = configuration.buildSessionFactory(new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .build());
    }

    public Mutiny.SessionFactory mutiny() {
        return factory.unwrap(Mutiny.SessionFactory.class);
    }

    @Override
    public void close() {
        factory.close();
    }
}
