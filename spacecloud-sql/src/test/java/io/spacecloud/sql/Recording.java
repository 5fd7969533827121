package io.spacecloud.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** Hears which statements are prepared on the connections of a pool. */
final class Recording {
  private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
  private final DataSource dataSource;

  Recording(DataSource dataSource) {
    this.dataSource =
        proxy(
            DataSource.class,
            (self, method, arguments) -> {
              Object result = call(() -> method.invoke(dataSource, arguments));
              return result instanceof Connection connection ? listening(connection) : result;
            });
  }

  DataSource dataSource() {
    return dataSource;
  }

  List<String> record(Runnable work) {
    statements.clear();
    work.run();
    return List.copyOf(statements);
  }

  private Connection listening(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            statements.add((String) arguments[0]);
          }
          return call(() -> method.invoke(connection, arguments));
        });
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
