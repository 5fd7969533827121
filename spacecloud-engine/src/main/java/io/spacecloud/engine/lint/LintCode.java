package io.spacecloud.engine.lint;

/** What a warning is about. Codes stay what they are. */
public enum LintCode {
  /** A rule or clause that never lets anything pass, without saying {@code deny}. */
  NEVER_PASSES("SC001"),
  /** A rule or clause that lets every verified caller pass, without saying so. */
  ALWAYS_PASSES("SC002"),
  /** A clause that makes no difference, since an earlier one settles the matter. */
  SHADOWED("SC003"),
  /** A clause that an earlier one beside it says already. */
  DUPLICATE("SC004"),
  /** A collection without rules, where no {@code default} serves it: every request is denied. */
  NO_RULES("SC005"),
  /** Rows can be changed but not read: a find may only be the primary key. */
  WRITE_WITHOUT_READ("SC006"),
  /** A write that is open to everybody, callers without a token included. */
  OPEN_WRITE("SC007"),
  /** A {@code match} on {@code args.find}, which callers have to go along with. */
  FIND_MATCH("SC008"),
  /** Values of kinds that never compare. */
  KIND_MISMATCH("SC009"),
  /** A field that the collection does not have. */
  UNKNOWN_FIELD("SC010"),
  /** A filter by fields with which no key begins. */
  UNINDEXED_FILTER("SC011"),
  /** An update may change the field that says whose a row is. */
  OWNER_CHANGEABLE("SC012"),
  /** A rule for reading that keeps back the primary key, by which documents are ordered. */
  HIDDEN_KEY("SC013");

  private final String id;

  LintCode(String id) {
    this.id = id;
  }

  /** The code's stable id. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id + " " + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
