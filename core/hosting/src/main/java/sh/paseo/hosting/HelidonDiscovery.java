package sh.paseo.hosting;

import io.helidon.common.features.HelidonFeatures;
import io.helidon.common.features.api.HelidonFlavor;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;

/**
 * Keeps Helidon from looking for services, configuration and features in every jar: we name all it uses, and the search is most of
 * the time and the classes of its start.
 */
final class HelidonDiscovery {
    private HelidonDiscovery() {}

    /** Before anything else of Helidon; idempotent. */
    static void off() {
        // The list of features is printed for the flavor that was named first only; the server names SE when it starts.
        HelidonFeatures.flavor(HelidonFlavor.MP);
        GlobalServiceRegistry.registry(() -> ServiceRegistryManager.create(ServiceRegistryConfig.builder()
                .discoverServices(false)
                .discoverServicesFromServiceLoader(false)
                .build()).registry());
    }
}
