// Classes with static state of every kind, and a program that renews them as a worker does.
// The test beside it compiles this, rewrites the classes, and reads what the program prints.

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

interface Names {
    StringBuilder SHARED = new StringBuilder("first");
    int NUMBER = 7;
}

enum Colour { RED, GREEN }

class Counter implements Names {
    static final List<String> SEEN = new ArrayList<>();
    static int calls;
    static long total = 40L;
    static double share;
    static Object last;

    static String use() {
        SEEN.add("x");
        calls++;
        total += 2;
        share += 0.5;
        last = SEEN;
        SHARED.append("+");
        return SEEN.size() + " " + calls + " " + total + " " + share + " " + SHARED + " " + NUMBER
            + " " + Colour.valueOf("RED").compareTo(Colour.RED) + " " + Late.SIZE[0];
    }
}

class Late {
    static final int[] SIZE = {Counter.SEEN.size()};
}

public class Statics {
    public static void main(String[] arguments) throws Exception {
        List<Class<?>> initialised = new ArrayList<>();
        System.getProperties().put("moltverify.initialised", initialised);
        System.out.println(Counter.use());
        System.out.println(Counter.use());
        for (Class<?> one : initialised) call(one, "moltverify$clear");
        System.out.println(Counter.SEEN + " " + Counter.calls + " " + Counter.last);
        for (Class<?> one : initialised) call(one, "moltverify$initialise");
        System.out.println(Counter.use());
        for (Class<?> one : initialised) System.out.print(one.getName() + " ");
        System.out.println();
    }

    static void call(Class<?> owner, String name) throws Exception {
        try {
            Method method = owner.getDeclaredMethod(name);
            method.setAccessible(true);
            method.invoke(null);
        } catch (NoSuchMethodException none) {
            // A class without initial values has nothing to do a second time.
        }
    }
}
