package dev.rota.api.access;

import dev.rota.store.AccountStore;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/// Puts an [AccessFilter] before every resource method that is not [Open]. A method that says nothing (a test
/// refuses it, but the container adds answers to OPTIONS of its own) is closed to all but administrators.
public final class AccessFeature implements DynamicFeature {
    private final AccountStore accounts;

    public AccessFeature(AccountStore accounts) {
        this.accounts = accounts;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceMethod().isAnnotationPresent(Open.class)) {
            return;
        }
        Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
        context.register(new AccessFilter(accounts, needs == null ? Role.ADMIN : needs.value()));
    }
}
