package io.spacecloud.engine.accounts;

import static io.spacecloud.api.condition.Conditions.field;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.error.ConflictException;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.value.ObjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts of a database, read and written with the engine's authority. Thread-safe. */
final class Accounts {
  private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{24}");

  private final Ground ground;
  private final Realm realm;

  Accounts(Ground ground, Realm realm) {
    this.ground = ground;
    this.realm = realm;
  }

  /**
   * The account of an address, or null. One that is stored as it was typed, as servers did that
   * knew no folding, comes before one that is stored folded.
   */
  @Nullable Account byEmail(String typed) {
    String asTyped = typed.strip();
    String folded = Email.fold(typed);
    List<Account> found =
        read(
            asTyped.equals(folded)
                ? field(Realm.EMAIL).eq(folded)
                : field(Realm.EMAIL).in(asTyped, folded));
    for (Account each : found) {
      if (each.email().equals(asTyped)) {
        return each;
      }
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** The account that tokens call so, or null. */
  @Nullable Account byId(String id) {
    List<Account> found = read(named(id));
    return found.isEmpty() ? null : found.get(0);
  }

  /** Keys that MongoDB made are no texts, and tokens have them as such. */
  private Condition named(Object id) {
    return id instanceof String text && realm.anyKey() && OBJECT_ID.matcher(text).matches()
        ? field(realm.key()).in(text, new ObjectId(text))
        : field(realm.key()).eq(id);
  }

  private List<Account> read(Condition where) {
    Read read =
        Read.all(realm.database(), realm.settings().collection())
            .where(where)
            .select(realm.key(), Realm.EMAIL, Realm.NAME, Realm.PASS, Realm.ROLE)
            .limit(2);
    return ground.execute(read).documents().stream().map(this::account).toList();
  }

  private Account account(Document row) {
    return new Account(
        Objects.requireNonNull(row.get(realm.key())),
        String.valueOf(row.get(Realm.EMAIL)),
        text(row, Realm.NAME),
        text(row, Realm.ROLE),
        row.get(Realm.PASS));
  }

  private static @Nullable String text(Document row, String name) {
    Object value = row.get(name);
    return value == null ? null : value.toString();
  }

  /**
   * Makes an account, whole and at once.
   *
   * @param others what else is in its document
   */
  void create(Account account, Map<String, ?> others) {
    Map<String, @Nullable Object> doc = new LinkedHashMap<>(others);
    doc.putAll(account.user(realm.key()));
    doc.put(Realm.PASS, account.pass());
    try {
      ground.execute(Create.one(realm.database(), realm.settings().collection(), doc));
    } catch (ConflictException e) {
      throw taken(e);
    }
  }

  /** What stands in the way is somebody's account, which is all that is told. */
  static ConflictException taken(ConflictException e) {
    return e.reason() == ConflictException.Reason.CONSTRAINT
        ? new ConflictException(e.reason(), "there is such an account already")
        : e;
  }

  /**
   * Puts another hash and address in the place of those that were read, unless somebody put others
   * there.
   *
   * @return whether it was done
   */
  boolean renew(Account before, Account now) {
    Update update =
        update(before.key())
            .where(field(Realm.PASS).eq(before.pass()))
            .set(Realm.PASS, now.pass())
            .set(Realm.EMAIL, now.email());
    return ground.execute(update).affected() > 0;
  }

  /** Gives a role. */
  boolean setRole(Object id, String role) {
    Update update =
        Update.one(realm.database(), realm.settings().collection())
            .where(named(id))
            .set(Realm.ROLE, role);
    return ground.execute(update).affected() > 0;
  }

  /** An update of one account. */
  Update update(Object id) {
    return Update.one(realm.database(), realm.settings().collection())
        .where(field(realm.key()).eq(id));
  }
}
