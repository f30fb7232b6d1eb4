package stockroom;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Runs the methods of test classes, and prints a line for each. */
public final class Tests {
    private Tests() {}

    public static void main(String[] classes) throws ReflectiveOperationException {
        int failed = 0;
        for (String name : classes) {
            for (Method test : tests(Class.forName(name))) {
                String problem = problem(test);
                String title = test.getDeclaringClass().getSimpleName() + "." + test.getName();
                System.out.println(problem == null ? "ok " + title : "not ok " + title + ": " + problem.replace("\n", "\\n"));
                failed += problem == null ? 0 : 1;
            }
        }
        System.out.println(failed == 0 ? "all tests passed" : failed + " tests failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static List<Method> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(each -> each.getReturnType() == void.class && each.getParameterCount() == 0)
                .filter(each -> !each.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** Each test has an object of its own. */
    private static String problem(Method test) throws ReflectiveOperationException {
        var constructor = test.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        test.setAccessible(true);
        try {
            test.invoke(constructor.newInstance());
            return null;
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }
}
