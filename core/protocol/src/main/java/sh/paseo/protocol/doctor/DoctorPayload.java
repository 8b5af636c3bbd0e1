package sh.paseo.protocol.doctor;

import java.util.List;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Answers about how the daemon is. */
public sealed interface DoctorPayload extends Payload {
    /** All that was looked at. */
    @Wire("paseo/doctor/response")
    record Examined(String requestId, List<Finding> findings) implements DoctorPayload {}

    /**
     * One thing that was looked at.
     *
     * @param area   {@code transport}, {@code config}, {@code provider} or {@code plugin}; others may come
     * @param name   which of its kind
     * @param state  {@code ok}, {@code warning} (worth knowing) or {@code problem} (something does not work or is not safe)
     * @param text   what was found, for people
     * @param remedy what to do about it; empty if there is nothing to do
     */
    record Finding(String area, String name, String state, String text, String remedy) {
        public static Finding ok(String area, String name, String text) {
            return new Finding(area, name, "ok", text, "");
        }

        public static Finding warning(String area, String name, String text, String remedy) {
            return new Finding(area, name, "warning", text, remedy);
        }

        public static Finding problem(String area, String name, String text, String remedy) {
            return new Finding(area, name, "problem", text, remedy);
        }
    }
}
