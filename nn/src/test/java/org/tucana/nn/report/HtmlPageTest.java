package org.tucana.nn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlPageTest {
  private static final String HOSTILE = "a<b>&\"'\u0001 \uD800 c";

  private static Document parse(HtmlPage page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.toString())));
  }

  private static Element only(Document page, String tag) {
    assertEquals(1, page.getElementsByTagName(tag).getLength(), tag);
    return (Element) page.getElementsByTagName(tag).item(0);
  }

  @Test
  void everyPartTakesHostileWords() throws Exception {
    HtmlPage page =
        new HtmlPage(HOSTILE)
            .section(HOSTILE)
            .heading(HOSTILE)
            .paragraph(HOSTILE)
            .note(HOSTILE)
            .formula(HOSTILE)
            .list(List.of(HOSTILE))
            .tiles(Map.of(HOSTILE, HOSTILE))
            .table(List.of(HOSTILE), List.of(List.of(HOSTILE)))
            .pictures(HtmlPicture.beside(HOSTILE, "x/" + HOSTILE + ".png"));
    Document parsed = parse(page);
    String seen = "a<b>&\"'\uFFFD \uFFFD c";
    for (String tag : List.of("title", "h1", "h2", "h3", "pre", "li", "th", "td", "figcaption")) {
      assertEquals(seen, only(parsed, tag).getTextContent(), tag);
    }
    assertEquals(seen, only(parsed, "img").getAttribute("alt"));
    assertEquals("x/a%3Cb%3E%26%22%27%01%20%3F%20c.png", only(parsed, "img").getAttribute("src"));
  }

  @Test
  void codeStandsBetweenBackquotes() throws Exception {
    Document page = parse(new HtmlPage("t").paragraph("see `A<B>` and one ` alone"));
    assertEquals("A<B>", only(page, "code").getTextContent());
    assertEquals("see A<B> and one ` alone", only(page, "p").getTextContent());
  }

  @Test
  void longPagesListTheirSections() throws Exception {
    HtmlPage page = new HtmlPage("t").section("one").section("two").section("three");
    assertFalse(page.toString().contains("<nav>"));
    Document listed = parse(page.section("four"));
    assertEquals(4, only(listed, "nav").getElementsByTagName("a").getLength());
    Element last = (Element) listed.getElementsByTagName("h2").item(3);
    Element link = (Element) listed.getElementsByTagName("a").item(3);
    assertEquals(link.getAttribute("href"), "#" + last.getAttribute("id"));
  }

  @Test
  void shadesRunFromWhiteToBlue() {
    String page =
        new HtmlPage("t")
            .table(
                List.of("a", "b", "c"),
                List.of(List.of("1", "2", "3")),
                new double[][] {{0, 0.5, 1}})
            .toString();
    assertTrue(page.contains("<td>1</td>"));
    assertTrue(page.contains("<td style=\"background:rgb(198,218,255)\">2</td>"), page);
    assertTrue(page.contains("<td style=\"background:rgb(140,180,255)\">3</td>"), page);
  }

  @Test
  void picturesMayLieInside() throws Exception {
    Document page =
        parse(new HtmlPage("t").pictures(HtmlPicture.inside("c", new byte[] {1, 2, 3})));
    assertEquals("data:image/png;base64,AQID", only(page, "img").getAttribute("src"));
  }

  @Test
  void rowsHaveAsManyCellsAsHeadings() {
    HtmlPage page = new HtmlPage("t");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> page.table(List.of("a", "b"), List.of(List.of("1"))))
            .getMessage();
    assertEquals("table: 2 cells a row wanted, got 1", message);
  }
}
