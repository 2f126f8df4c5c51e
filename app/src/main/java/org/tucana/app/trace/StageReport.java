package org.tucana.app.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tucana.core.type.HostTensor;

/** What there is to show of one stage, collected from top to bottom. */
final class StageReport {
  private final List<StageBlock> blocks = new ArrayList<>();
  private final List<Class<?>> classes = new ArrayList<>();
  private final Map<String, HostTensor> tensors = new LinkedHashMap<>();
  private final Map<String, Object> numbers = new LinkedHashMap<>();

  StageReport() {}

  /** Adds a paragraph; what stands between two backquotes is code. */
  StageReport words(String text) {
    blocks.add(new StageBlock.Words(text.strip().replaceAll("\\s+", " ")));
    return this;
  }

  /** Adds a formula; line breaks stay. */
  StageReport formula(String text) {
    blocks.add(new StageBlock.Formula(text.strip()));
    return this;
  }

  /** Adds a table. */
  StageReport table(List<String> headings, List<List<String>> rows) {
    blocks.add(new StageBlock.Table(headings, rows));
    return this;
  }

  /** Adds pictures that stand side by side. */
  StageReport figures(StageBlock.Figure... figures) {
    return figures(Arrays.asList(figures));
  }

  /** Adds pictures that stand side by side. */
  StageReport figures(List<StageBlock.Figure> figures) {
    blocks.add(new StageBlock.Figures(figures));
    return this;
  }

  /** Names the classes that compute the stage. */
  StageReport computedBy(Class<?>... computing) {
    classes.addAll(Arrays.asList(computing));
    return this;
  }

  /** Adds an array to the stage's numbers. */
  StageReport tensor(String name, HostTensor tensor) {
    tensors.put(name, tensor);
    return this;
  }

  /** Adds a number, a text, or a list or map of them to the stage's JSON. */
  StageReport number(String name, Object value) {
    numbers.put(name, value);
    return this;
  }

  List<StageBlock> blocks() {
    return blocks;
  }

  List<Class<?>> classes() {
    return classes;
  }

  Map<String, HostTensor> tensors() {
    return tensors;
  }

  Map<String, Object> numbers() {
    return numbers;
  }
}
