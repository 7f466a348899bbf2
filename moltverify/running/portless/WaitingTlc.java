package moltverify;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.RMISocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Arrays;

/**
 * Readies what TLC needs of Java, which takes half the time of a small run, and waits for the run:
 * the folder for temporary files, the home directory and TLC's arguments, each with a NUL behind
 * it, on standard input. Without them it ends.
 */
public final class WaitingTlc {
    private static final int PROPERTIES = 2;

    private WaitingTlc() {}

    private static final class Exported implements Remote {}

    private static final class Recorded extends jdk.jfr.Event {}

    public static void main(String[] arguments) throws Exception {
        RMISocketFactory.setSocketFactory(new PortlessSockets());
        ready();
        // ASCII only: the sender gives no run to this process whose arguments have more.
        String given = new String(System.in.readAllBytes(), StandardCharsets.US_ASCII);
        String[] words = given.split("\0");
        if (!given.endsWith("\0") || words.length <= PROPERTIES) {
            return;
        }
        System.setProperty("java.io.tmpdir", words[0]);
        System.setProperty("user.home", words[1]);
        tlc2.TLC.main(Arrays.copyOfRange(words, PROPERTIES, words.length));
    }

    /** Makes what TLC makes in each run, of classes of Java alone: no state of TLC is touched. */
    private static void ready() throws RemoteException {
        UnicastRemoteObject.exportObject(new Exported(), 0);
        ManagementFactory.getPlatformMBeanServer();
        try {
            jdk.jfr.FlightRecorder.register(Recorded.class);
        } catch (LinkageError | RuntimeException ignored) {
            // A runtime without the flight recorder; TLC does without it as well.
        }
    }
}
