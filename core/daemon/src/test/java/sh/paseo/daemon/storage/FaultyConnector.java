package sh.paseo.daemon.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The real database behind statements that tell before they run, so that a test can let them fail or wait. */
final class FaultyConnector implements Connector {
    /** Hears of each statement before it runs. */
    interface Hook {
        void before(String sql) throws SQLException;
    }

    private final Connector real = Connector.sqlite();
    volatile Hook hook = sql -> {};

    @Override
    public Connection open(Path file, boolean readOnly) throws SQLException {
        hook.before("OPEN");
        return wrapped(Connection.class, real.open(file, readOnly), "");
    }

    private <T> T wrapped(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type},
                (_, method, arguments) -> call(target, method, arguments, sql)));
    }

    private Object call(Object target, Method method, Object[] arguments, String sql) throws Throwable {
        boolean named = arguments != null && arguments[0] instanceof String;
        if (method.getName().startsWith("execute")) {
            hook.before(named ? (String) arguments[0] : sql);
        }
        try {
            Object result = method.invoke(target, arguments);
            return switch (result) {
                case PreparedStatement statement -> wrapped(PreparedStatement.class, statement, (String) arguments[0]);
                case Statement statement -> wrapped(Statement.class, statement, "");
                case null, default -> result;
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
