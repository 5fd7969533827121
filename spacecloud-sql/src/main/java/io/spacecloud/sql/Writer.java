package io.spacecloud.sql;

import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.Outcome;
import io.spacecloud.sql.Dialect.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Runs writes on a connection that is in a transaction, or where one statement is enough. */
final class Writer {
  private static final int MAX_TRIES = 5;
  private static final String SAVEPOINT = "sc_upsert";

  private final Context context;
  private final Inserter inserter;
  private final Updater updater;
  private final DirectWrite direct;
  private final Keys keys;
  private final ReadRenderer reads;

  Writer(Context context) {
    this.context = context;
    this.inserter = new Inserter(context);
    this.updater = new Updater(context);
    this.direct = new DirectWrite(context);
    this.keys = new Keys(context);
    this.reads = new ReadRenderer(context.dialect());
  }

  /** Whether the command is one statement, atomic by itself. */
  boolean isSingleStatement(Command command) {
    if (command instanceof Command.Insert insert) {
      return !insert.request().dryRun() && inserter.isSingleStatement(insert);
    } else if (command instanceof Command.Modify modify) {
      return !modify.request().dryRun()
          && modify.request().maxAffected() == null
          && updater.isSingleStatement(modify);
    } else if (command instanceof Command.Remove remove) {
      return !remove.request().dryRun()
          && remove.request().maxAffected() == null
          && isSingleStatement(remove);
    }
    return !(command instanceof Command.Upsert);
  }

  private boolean isSingleStatement(Command.Remove command) {
    Delete delete = command.request();
    Table table = context.tables().get(delete.collection());
    return (delete.op() == Delete.Op.ALL || ReadRenderer.isSingle(table, delete.where()))
        && (!command.tellsTouched() || direct.tells(Change.DELETE, table, delete.where()));
  }

  Outcome run(Connection connection, @Nullable Handle handle, Command command) throws SQLException {
    if (command instanceof Command.Insert insert) {
      return inserter.run(connection, insert);
    } else if (command instanceof Command.Modify modify) {
      return limited(updater.run(connection, modify), modify.request().maxAffected());
    } else if (command instanceof Command.Remove remove) {
      return limited(remove(connection, remove), remove.request().maxAffected());
    } else if (command instanceof Command.Upsert upsert && handle != null) {
      return limited(upsert(connection, handle, upsert), upsert.request().maxAffected());
    }
    throw new AssertionError(command.getClass());
  }

  private static Outcome limited(Outcome outcome, @Nullable Long most) {
    if (most != null && outcome.result().affected() > most) {
      throw new ConflictException(
          ConflictException.Reason.MAX_AFFECTED, "more rows than maxAffected allows");
    }
    return outcome;
  }

  private Outcome remove(Connection connection, Command.Remove command) throws SQLException {
    Delete delete = command.request();
    Table table = context.tables().get(delete.collection());
    if (!isSingleStatement(command)) {
      return removeByKey(connection, table, command);
    }
    return direct.run(
        connection,
        new DirectWrite.Statement(
            Change.DELETE,
            table,
            delete.where(),
            sql -> {
              sql.text("DELETE FROM ").text(table.sql());
              reads.where(sql, table, delete.where());
            },
            delete.timeout()),
        command.tellsTouched());
  }

  private Outcome removeByKey(Connection connection, Table table, Command.Remove command)
      throws SQLException {
    Delete delete = command.request();
    boolean one = delete.op() == Delete.Op.ONE;
    List<Document> rows = List.of();
    for (int i = 0; i < MAX_TRIES; i++) {
      rows = keys.lock(connection, table, delete.where(), one, List.of(), delete.timeout());
      if (!one || !rows.isEmpty() || !keys.exists(connection, table, delete.where())) {
        break;
      }
    }
    for (int i = 0; i < rows.size(); i += Keys.CHUNK) {
      List<Document> chunk = rows.subList(i, Math.min(i + Keys.CHUNK, rows.size()));
      context.update(
          connection,
          sql -> {
            sql.text("DELETE FROM ").text(table.sql()).text(" WHERE ");
            Keys.whereKey(sql, table, chunk);
          },
          delete.timeout());
    }
    return new Outcome(
        Result.ofAffected(rows.size(), List.of()), command.tellsTouched() ? rows : List.of());
  }

  /**
   * Updates the row that the key names, else inserts it. Whoever inserts it in between makes the
   * insert fail, and then it can be updated; a row that still cannot be is one that must not be
   * touched.
   */
  private Outcome upsert(Connection connection, Handle handle, Command.Upsert command)
      throws SQLException {
    for (int i = 0; i < MAX_TRIES; i++) {
      Outcome updated = updater.existing(connection, command);
      if (updated.result().affected() > 0) {
        return updated;
      }
      handle.savepoint(SAVEPOINT);
      try {
        Outcome inserted = inserter.run(connection, insert(command));
        handle.releaseSavepoint(SAVEPOINT);
        return withKey(command, inserted);
      } catch (SQLException e) {
        if (e.getSQLState() == null || !e.getSQLState().startsWith("23")) {
          throw e;
        }
        handle.rollbackToSavepoint(SAVEPOINT);
      }
    }
    throw Errors.constraint();
  }

  private static Command.Insert insert(Command.Upsert command) {
    Create create =
        Create.one(command.request().database(), command.request().collection(), command.insert());
    return new Command.Insert(create, List.of(command.insertCheck()), command.tellsTouched());
  }

  private Outcome withKey(Command.Upsert command, Outcome inserted) {
    if (!inserted.result().keys().isEmpty()) {
      return inserted;
    }
    Table table = context.tables().get(command.request().collection());
    List<Document> key =
        table.key().isEmpty() ? List.of() : List.of(Keys.of(table, command.insert()));
    return new Outcome(Result.ofAffected(1, key), inserted.touched());
  }
}
