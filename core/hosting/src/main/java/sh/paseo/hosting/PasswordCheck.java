package sh.paseo.hosting;

/** Whether whoever connects knows the password. <b>Thread</b>: any; may take a while. */
@FunctionalInterface
public interface PasswordCheck {
    /** What becomes of an attempt. */
    enum Answer {
        RIGHT, WRONG,
        /** Not looked at: there were too many wrong ones from there. */
        TOO_MANY
    }

    /** @param from where it comes from, for counting what was wrong */
    Answer check(String password, String from);
}
