package io.spacecloud.engine.accounts;

import io.spacecloud.api.error.NotFoundException;
import io.spacecloud.api.error.UnsupportedFeatureException;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.Declaration;
import io.spacecloud.api.spi.DeclaredField;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.config.EmailConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the accounts of a database are, at the moment.
 *
 * @param key the name of the accounts' key
 * @param anyKey whether it holds values of more than one kind
 * @param tokenKey the name of the refresh tokens' key, or null where there are none
 */
record Realm(
    EmailConfig settings, String database, String key, boolean anyKey, @Nullable String tokenKey) {
  static final String EMAIL = "email";
  static final String NAME = "name";
  static final String PASS = "pass";
  static final String ROLE = "role";

  static final String HASH = "hash";
  static final String ACCOUNT = "account";
  static final String PROOF = "proof";
  static final String EXPIRES = "expires";

  private static final int ID_LENGTH = 36;
  private static final int NAME_LENGTH = 200;
  private static final int ROLE_LENGTH = 64;
  private static final int PASS_LENGTH = 255;
  private static final int MIN_PASS = 128;
  private static final int DIGEST_LENGTH = 43;
  private static final int ACCOUNT_LENGTH = 64;
  private static final int MILLIS = 3;

  /**
   * What user management finds in a database.
   *
   * @throws NotFoundException if it is not enabled there, or a collection is not there
   * @throws UnsupportedFeatureException if a collection cannot serve, saying why
   */
  static Realm of(Ground ground, String database) {
    EmailConfig settings = ground.settings();
    if (settings == null || !settings.serves(database)) {
      throw new NotFoundException("users do not sign in by e-mail here");
    }
    CollectionSchema accounts = schema(ground, database, settings.collection());
    FieldSchema key = key(accounts);
    for (String name : List.of(EMAIL, NAME, PASS, ROLE)) {
      requireText(accounts, name);
    }
    requireUnique(accounts);
    requireRoom(accounts);
    return new Realm(
        settings,
        database,
        key.name(),
        key.kind() == null,
        settings.refresh() == null ? null : tokenKey(ground, database, settings.refresh()));
  }

  private static String tokenKey(Ground ground, String database, EmailConfig.Refresh refresh) {
    CollectionSchema tokens = schema(ground, database, refresh.collection());
    requireText(tokens, HASH);
    requireText(tokens, ACCOUNT);
    requireText(tokens, PROOF);
    require(tokens, EXPIRES, Kind.TIMESTAMP);
    return key(tokens).name();
  }

  private static CollectionSchema schema(Ground ground, String database, String collection) {
    try {
      return ground.schema(database, collection);
    } catch (NotFoundException e) {
      throw new NotFoundException(
          collection + ": is not there; schema(\"" + database + "\").create() makes it");
    }
  }

  /** The accounts' key holds what is made here: a uuid, as such or as a text. */
  private static FieldSchema key(CollectionSchema schema) {
    List<String> key = schema.primaryKey();
    FieldSchema field = key.size() == 1 ? schema.field(key.get(0)) : null;
    Kind kind = field == null ? null : field.kind();
    if (field == null || (kind != null && kind != Kind.STRING && kind != Kind.UUID)) {
      throw unsupported(schema, "the primary key is not one string or uuid");
    }
    return field;
  }

  private static void requireText(CollectionSchema schema, String name) {
    require(schema, name, Kind.STRING);
  }

  private static void require(CollectionSchema schema, String name, Kind kind) {
    FieldSchema field = schema.field(name);
    Kind actual = field == null ? null : field.kind();
    if ((field == null && !schema.isOpen()) || (actual != null && actual != kind)) {
      throw unsupported(schema, "has no " + kind.label() + " " + name);
    }
  }

  private static void requireUnique(CollectionSchema accounts) {
    if (!accounts.uniqueKeys().contains(List.of(EMAIL))) {
      throw unsupported(accounts, "no unique key on " + EMAIL);
    }
  }

  private static void requireRoom(CollectionSchema accounts) {
    FieldSchema pass = accounts.field(PASS);
    if (pass != null && pass.precision() >= 0 && pass.precision() < MIN_PASS) {
      throw unsupported(accounts, PASS + " holds fewer than " + MIN_PASS + " characters");
    }
  }

  private static UnsupportedFeatureException unsupported(CollectionSchema schema, String why) {
    return new UnsupportedFeatureException(schema.name() + ": " + why);
  }

  /**
   * What the collections are that serve.
   *
   * @param key what the database calls a key
   */
  static List<Declaration> declarations(EmailConfig settings, String key) {
    List<Declaration> all = new ArrayList<>();
    all.add(
        new Declaration(
            settings.collection(),
            List.of(
                text(key, true, ID_LENGTH),
                text(EMAIL, true, Email.MAX),
                text(NAME, false, NAME_LENGTH),
                text(PASS, true, PASS_LENGTH),
                text(ROLE, true, ROLE_LENGTH)),
            List.of(key),
            List.of(List.of(EMAIL)),
            true));
    EmailConfig.Refresh refresh = settings.refresh();
    if (refresh != null) {
      all.add(
          new Declaration(
              refresh.collection(),
              List.of(
                  text(key, true, DIGEST_LENGTH),
                  text(HASH, true, DIGEST_LENGTH),
                  text(ACCOUNT, true, ACCOUNT_LENGTH),
                  text(PROOF, true, DIGEST_LENGTH),
                  new DeclaredField(EXPIRES, Kind.TIMESTAMP, true, null, false, -1, MILLIS)),
              List.of(key),
              List.of(List.of(ACCOUNT, key)), // an index, for all of one account
              true));
    }
    return all;
  }

  private static DeclaredField text(String name, boolean required, int length) {
    return new DeclaredField(name, Kind.STRING, required, null, false, length, -1);
  }
}
