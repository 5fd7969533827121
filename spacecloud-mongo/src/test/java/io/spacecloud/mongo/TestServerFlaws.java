package io.spacecloud.mongo;

import io.spacecloud.api.contract.Differential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server that stands in for MongoDB does otherwise than MongoDB, case by case of the
 * contract. Those of its change streams are told by {@link ChangingServer}.
 */
final class TestServerFlaws {
  private static final String ORDER =
      "it orders strings by UTF-16 units; MongoDB compares their UTF-8 bytes";
  private static final String DECIMALS =
      "it compares decimals as doubles; MongoDB compares all 34 digits";

  private static final Map<String, String> FLAWS = new HashMap<>();

  static {
    for (String title : List.of("strings", "strings under a collation that ignores case")) {
      FLAWS.put(title + " {v={$gt=\uFF00}}", ORDER);
      FLAWS.put(title + " {v={$gt=\uFFFD}}", ORDER);
      FLAWS.put(title + " {v={$gte=\uFFFD}}", ORDER);
      FLAWS.put(title + " {v={$lt=\uD83D\uDE00}}", ORDER);
    }
    FLAWS.put(Differential.EXACTNESS, ORDER + "; " + DECIMALS);
    FLAWS.put("strings in JSON {v.a={$gt=\uFFFD}}", ORDER);
    FLAWS.put("minAndMaxOrderStringsByCodePointsUnderEveryCollation", ORDER);
    FLAWS.put("stringsSortByCodePointsUnderEveryCollation", ORDER);
    FLAWS.put(
        "findAndModifyAndUpdatesByPipelinesAreTold",
        "its change streams tell nothing of findAndModify; it has no updates by pipelines");
    FLAWS.put("decimals {v=12345678901234567890123456.7892}", DECIMALS);
  }

  private TestServerFlaws() {}

  /** The flaw that a case meets, or null. */
  static String of(String test) {
    return FLAWS.get(test);
  }
}
