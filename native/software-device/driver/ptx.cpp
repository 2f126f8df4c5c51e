#include "ptx.h"

#include <cctype>
#include <cstdlib>

namespace software {

namespace {
/** The text with comments made blank. */
std::string withoutComments(const std::string &ptx) {
  std::string text = ptx;
  for (size_t i = 0; i + 1 < text.size(); i++) {
    if (text[i] != '/' || (text[i + 1] != '/' && text[i + 1] != '*')) {
      continue;
    }
    bool line = text[i + 1] == '/';
    size_t end = line ? text.find('\n', i) : text.find("*/", i + 2);
    end = end == std::string::npos ? text.size() : line ? end : end + 2;
    text.replace(i, end - i, end - i, ' ');
  }
  return text;
}

/** Bytes of a type such as .u64 or .f32; 0 where the word is none. */
size_t bytesOf(const std::string &word) {
  if (word.size() < 3 || word[0] != '.' || std::string("busf").find(word[1]) == std::string::npos ||
      !std::isdigit(word[2])) {
    return 0;
  }
  return std::strtoul(word.c_str() + 2, nullptr, 10) / 8;
}

/** Bytes of one declared parameter; 0 where it is none. */
size_t parameterBytes(const std::string &text) {
  size_t bytes = 0;
  for (size_t at = text.find('.'); at != std::string::npos && !bytes; at = text.find('.', at + 1)) {
    size_t end = at + 1;
    while (end < text.size() && std::isalnum(text[end])) {
      end++;
    }
    bytes = bytesOf(text.substr(at, end - at));
  }
  size_t bracket = text.find('[');
  return bracket == std::string::npos ? bytes
                                      : bytes * std::strtoul(text.c_str() + bracket + 1, nullptr, 10);
}

bool readParameters(const std::string &list, std::vector<size_t> &sizes) {
  for (size_t from = 0; list.find(".param", from) != std::string::npos;) {
    size_t comma = list.find(',', from);
    size_t end = comma == std::string::npos ? list.size() : comma;
    size_t bytes = parameterBytes(list.substr(from, end - from));
    if (bytes == 0) {
      return false;
    }
    sizes.push_back(bytes);
    from = end == list.size() ? end : end + 1;
  }
  return true;
}
} // namespace

bool readEntries(const std::string &ptx, std::vector<Declaration> &entries) {
  const std::string KEYWORD = ".entry";
  std::string text = withoutComments(ptx);
  if (text.find(".version") == std::string::npos || text.find(".target") == std::string::npos) {
    return false;
  }
  for (size_t at = text.find(KEYWORD); at != std::string::npos; at = text.find(KEYWORD, at + 1)) {
    size_t name = text.find_first_not_of(" \t\r\n", at + KEYWORD.size());
    size_t end = text.find_first_of(" \t\r\n({", name);
    size_t open = text.find_first_of("({", name);
    if (name == std::string::npos || open == std::string::npos) {
      return false;
    }
    Declaration entry = {text.substr(name, end - name), {}};
    if (text[open] == '(') {
      size_t close = text.find(')', open);
      if (close == std::string::npos ||
          !readParameters(text.substr(open + 1, close - open - 1), entry.sizes)) {
        return false;
      }
    }
    entries.push_back(std::move(entry));
  }
  return true;
}

} // namespace software
