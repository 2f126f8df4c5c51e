package org.tucana.nn.report;

import java.util.regex.Pattern;

/** Words as markup, and the style of pages. */
final class HtmlText {
  static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1500px;padding:0 1rem;\
      color:#1b2733;background:#fff}
      h1{font-size:1.7rem} h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:2px solid #e3e8ed}
      h3{font-size:1.05rem;margin-top:1.5rem} p,ul{max-width:52rem} .note{color:#5b6875}
      nav{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem} a{color:#1f5f9f;text-decoration:none}
      code,pre{font-family:ui-monospace,monospace;font-size:.92em} code{background:#f3f5f7}
      .formula{background:#f3f5f7;border-left:3px solid #9ab4cc;padding:.5rem .8rem;\
      white-space:pre-wrap;max-width:52rem;margin:.5rem 0}
      table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
      th,td{border-bottom:1px solid #d8dee4;padding:.3rem .7rem;text-align:left;white-space:nowrap}
      th{background:#f3f5f7} .wide{overflow-x:auto;margin:.8rem 0}
      .pictures{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
      .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(34rem,100%),1fr));\
      gap:1rem}
      figure{margin:.5rem 0;max-width:100%} img{max-width:100%;height:auto;display:block}
      figcaption{color:#5b6875;font-size:13px;margin-top:.3rem;max-width:40rem}
      .tiles{display:flex;gap:1rem;flex-wrap:wrap;margin:1rem 0}
      .tile{background:#f3f5f7;border-radius:8px;padding:.8rem 1.2rem;min-width:9rem}
      .tile b{display:block;font-size:1.6rem}
      nav{position:sticky;top:0;z-index:1;background:#fff;padding:.5rem 0}
      h2{scroll-margin-top:3rem} code{overflow-wrap:anywhere} figcaption{width:0;min-width:100%}
      @media(max-width:800px){nav{flex-wrap:nowrap;overflow-x:auto;white-space:nowrap}\
      .formula{white-space:pre;overflow-x:auto}}
      """;

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** What XML 1.0 has no way to write: control characters, lone surrogates, U+FFFE, U+FFFF. */
  private static final Pattern UNWRITABLE =
      Pattern.compile("[^\t\n\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private HtmlText() {}

  /** Words that no reader takes for markup, within elements and within attributes. */
  static String escape(String words) {
    return UNWRITABLE
        .matcher(words)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Escaped words; what stands between two backquotes is code. */
  static String withCode(String words) {
    return CODE.matcher(escape(words)).replaceAll("<code>$1</code>");
  }
}
