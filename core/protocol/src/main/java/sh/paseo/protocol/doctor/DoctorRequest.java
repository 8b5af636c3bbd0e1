package sh.paseo.protocol.doctor;

import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests for an examination. */
public sealed interface DoctorRequest extends Request {
    /** Looks at everything anew; takes as long as the slowest provider, at most ten seconds. */
    @Wire("paseo/doctor")
    record Examine(Optional<String> requestId) implements DoctorRequest {}
}
