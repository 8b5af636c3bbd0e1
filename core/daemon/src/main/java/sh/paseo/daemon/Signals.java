package sh.paseo.daemon;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Signals of this process. The end of the Java machine that they cause by default does not tell which one it was.
 *
 * <p>Reached by name: the compiler warns of {@code sun.misc} without a way to say that it is known, and warnings are errors here.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code action} on a thread of its own each time the signal comes, in place of ending the process. A signal that this process
     * was told to ignore stays ignored; one that cannot be handled ends it at once, as a crash would.
     *
     * @param name without {@code SIG}
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                action.run();
                return null;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (InvocationTargetException unknown) {
            System.getLogger(Signals.class.getName()).log(Level.DEBUG, "SIG{0} cannot be handled: {1}", name, unknown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("This Java has no signals", impossible);
        }
    }
}
