package dev.rota.systemd;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;

/// The signals a process takes. The only file that knows `sun.misc.Signal`, for which the JDK has no public form; it
/// is reached by name, because javac's warning about it can be neither suppressed nor switched off.
///
/// A shutdown hook would be the usual way to hear of TERM, but then the process exits with 143 whatever it did, and
/// nothing tells it of HUP. Taken before anything else starts, so that no signal meets the default action.
public final class Signals {

    private Signals() {}

    /// From now on TERM and INT call `stop`, HUP calls `reload`. The JVM runs each call on a thread of its own, so
    /// both may wait; both may be called again while they still run, and must stand that.
    public static void take(Runnable stop, Runnable reload) {
        handle("TERM", stop);
        handle("INT", stop);
        handle("HUP", reload);
    }

    /// `Signal.handle(new Signal(name), signal -> action.run())`.
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.dropArguments(
                    MethodHandles.lookup()
                            .unreflect(Runnable.class.getMethod("run"))
                            .bindTo(action),
                    0,
                    signal);
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            MethodHandleProxies.asInterfaceInstance(handler, run));
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("the JVM does not give SIG" + name + " away", refused.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", missing);
        }
    }
}
