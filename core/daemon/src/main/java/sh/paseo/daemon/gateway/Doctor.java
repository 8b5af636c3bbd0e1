package sh.paseo.daemon.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.doctor.DoctorPayload;
import sh.paseo.protocol.doctor.DoctorRequest;

/** Answers how the daemon is. <b>Thread</b>: any. */
final class Doctor {
    private final ProviderDirectory providers;
    private final Examination examination;

    Doctor(ProviderDirectory providers, Examination examination) {
        this.providers = providers;
        this.examination = examination;
    }

    CompletableFuture<Optional<Payload>> examine(DoctorRequest.Examine request) {
        String id = RequestRouter.id(request);
        return providers.examined().thenApplyAsync(answers -> Optional.of(new DoctorPayload.Examined(id, examination.findings(answers))),
                task -> Thread.ofPlatform().daemon().name("doctor").start(task));
    }
}
