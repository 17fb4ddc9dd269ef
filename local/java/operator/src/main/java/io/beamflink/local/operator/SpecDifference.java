package io.beamflink.local.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;
import org.apache.flink.kubernetes.operator.api.diff.Diffable;
import org.apache.flink.kubernetes.operator.api.diff.SpecDiff;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.KubernetesDeploymentMode;
import org.apache.flink.kubernetes.operator.api.utils.SpecUtils;

/** Says what a change of the spec asks for, by the annotations that the operator project put on the spec's own classes. */
final class SpecDifference {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final KubernetesDeploymentMode mode;
  private final List<DiffType> found = new ArrayList<>();

  private SpecDifference(KubernetesDeploymentMode mode) {
    this.mode = mode;
  }

  /** IGNORE: leave the cluster alone. SCALE and UPGRADE: deploy anew. SAVEPOINT_REDEPLOY: deploy anew from the spec's savepoint. */
  static DiffType between(FlinkDeploymentSpec before, FlinkDeploymentSpec after) {
    SpecDifference difference = new SpecDifference(KubernetesDeploymentMode.getDeploymentMode(after));
    // A round trip through JSON, so that nothing differs only by being absent or empty.
    difference.compareFields(SpecUtils.clone(before), SpecUtils.clone(after));
    return DiffType.from(difference.found);
  }

  private void compareFields(Object before, Object after) {
    for (Class<?> type = after.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          field.setAccessible(true);
          compareField(field, value(field, before), value(field, after));
        }
      }
    }
  }

  private void compareField(Field field, Object before, Object after) {
    SpecDiff.Config keys = field.getAnnotation(SpecDiff.Config.class);
    SpecDiff annotation = field.getAnnotation(SpecDiff.class);
    if (keys != null) {
      compareKeys(keys.value(), asMap(before), asMap(after));
    } else if (annotation == null && before instanceof Diffable && after instanceof Diffable) {
      compareFields(before, after);
    } else if (!isSame(before, after)) {
      found.add(annotation == null ? DiffType.UPGRADE : typeOf(annotation, after));
    }
  }

  private DiffType typeOf(SpecDiff annotation, Object after) {
    if (annotation.onNullIgnore() && after == null) {
      return DiffType.IGNORE;
    }
    return Arrays.asList(annotation.mode()).contains(mode) || annotation.mode().length == 0 ? annotation.value() : DiffType.UPGRADE;
  }

  private void compareKeys(SpecDiff.Entry[] entries, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> keys = new HashSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (Object key : keys) {
      if (!Objects.equals(before.get(key), after.get(key))) {
        found.add(typeOf(entries, String.valueOf(key)));
      }
    }
  }

  private DiffType typeOf(SpecDiff.Entry[] entries, String key) {
    for (SpecDiff.Entry entry : entries) {
      boolean inMode = entry.mode().length == 0 || Arrays.asList(entry.mode()).contains(mode);
      if (inMode && key.startsWith(entry.prefix())) {
        return entry.type();
      }
    }
    return DiffType.UPGRADE;
  }

  private static boolean isSame(Object before, Object after) {
    return Objects.equals(before, after) || MAPPER.valueToTree(before).equals(MAPPER.valueToTree(after));
  }

  private static Map<?, ?> asMap(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Object value(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }
}
