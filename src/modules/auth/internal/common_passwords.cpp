#include "internal/common_passwords.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace auth {

namespace {

// Words that people choose when they are asked for a password, and the shop's own. Everyday words
// that make good passphrases have no business here.
constexpr std::string_view common_words[] = {
    "access",     "account",    "admin",      "administrator", "amazon",     "andrew",
    "angel",      "anthony",    "arsenal",    "ashley",        "august",     "babygirl",
    "bailey",     "barcelona",  "baseball",   "basketball",    "batman",     "buster",
    "changeit",   "changeme",   "charlie",    "chelsea",       "chocolate",  "cleave",
    "computer",   "contrasena", "daniel",     "december",      "default",    "diamond",
    "dragon",     "drowssap",   "england",    "facebook",      "february",   "ferrari",
    "football",   "freedom",    "friday",     "george",        "ginger",     "google",
    "guest",      "harley",     "hello",      "hockey",        "hunter",     "iloveyou",
    "instagram",  "internet",   "january",    "jennifer",      "jessica",    "jesus",
    "jordan",     "joshua",     "killer",     "letmein",       "linkedin",   "liverpool",
    "login",      "london",     "love",       "lovely",        "loveme",     "lucky",
    "maggie",     "master",     "matrix",     "matthew",       "mercedes",   "michael",
    "michelle",   "microsoft",  "minecraft",  "monday",        "money",      "monkey",
    "motdepasse", "mustang",    "naruto",     "nicole",        "ninja",      "november",
    "october",    "oracle",     "parola",     "pass",          "passord",    "passphrase",
    "passwd",     "password",   "passwort",   "pepper",        "phoenix",    "pokemon",
    "princess",   "private",    "ranger",     "robert",        "root",       "samsung",
    "secret",     "september",  "server",     "shadow",        "shop",       "soccer",
    "spring",     "starwars",   "summer",     "sunday",        "sunshine",   "superman",
    "superuser",  "support",    "system",     "temp",          "test",       "testing",
    "thomas",     "tigger",     "trustno",    "user",          "wachtwoord", "welcome",
    "whatever",   "william",    "willkommen", "windows",       "winter",     "wordpass",
    "yankees",
};

// Read in either direction. Rows and columns of keyboards in several countries.
constexpr std::string_view sequences[] = {
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "!@#$%^&*()_+",
    "1!2@3#4$5%6^7&8*9(0)",
    "147258369",
    "789456123",
};
constexpr std::size_t letters_in_sequence_min = 4;  // "power" holds "wer", "first" holds "rst"
constexpr std::size_t digits_in_sequence_min = 3;

constexpr std::size_t unit_min = 10;  // as long as a password must be
constexpr std::size_t run_min = 3;
constexpr std::size_t personal_word_min = 3;
constexpr int letter_worth = 2;
constexpr int other_worth = 1;  // digits and signs: most of them stand at the end, to please a rule
constexpr int worth_min = 4 * letter_worth;
constexpr std::size_t words_max = 2;  // so many common ones make no passphrase yet; a third does

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_separator(char c) noexcept { return c == ' ' || c == '-' || c == '_' || c == '.'; }

// Beyond ASCII everything counts as a letter.
bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string without_separators(std::string_view text) {
  std::string out(text);
  std::erase_if(out, is_separator);
  return out;
}

// The letters that a digit or sign is written for.
std::string_view letters_of(char c) noexcept {
  switch (c) {
    case '0':
      return "o";
    case '1':
    case '!':
    case '|':
      return "il";
    case '3':
      return "e";
    case '4':
    case '@':
      return "a";
    case '5':
    case '$':
      return "s";
    case '6':
    case '9':
      return "g";
    case '7':
    case '+':
      return "t";
    case '8':
      return "b";
    default:
      return {};
  }
}

bool reads_as(char written, char letter) noexcept {
  return written == letter || letters_of(written).find(letter) != std::string_view::npos;
}

bool begins_with(std::string_view text, std::string_view word) noexcept {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char letter, char written) { return reads_as(written, letter); });
}

template <class Words>
std::string_view longest_of(const Words& words, std::string_view text) noexcept {
  std::string_view longest;
  for (const std::string_view word : words)
    if (word.size() > longest.size() && begins_with(text, word)) longest = word;
  return longest;
}

// How much of a sequence the text begins with; 0: too little to be one.
std::size_t sequence_size(std::string_view text) noexcept {
  std::size_t longest = 0;
  for (const std::string_view sequence : sequences) {
    const auto runs_from = [&](auto begin, auto end) {
      for (; begin != end; ++begin) {
        const auto stopped = std::mismatch(text.begin(), text.end(), begin, end).first;
        longest = std::max(longest, static_cast<std::size_t>(stopped - text.begin()));
      }
    };
    runs_from(sequence.begin(), sequence.end());
    runs_from(sequence.rbegin(), sequence.rend());
  }
  const bool digits = std::ranges::all_of(text.substr(0, longest), is_digit);
  return longest >= (digits ? digits_in_sequence_min : letters_in_sequence_min) ? longest : 0;
}

std::size_t run_size(std::string_view text) noexcept {
  const auto size = std::min(text.find_first_not_of(text.front()), text.size());
  return size >= run_min ? size : 0;
}

// 1900 to 2099.
std::size_t year_size(std::string_view text) noexcept {
  const bool year = text.size() >= 4 && (text.starts_with("19") || text.starts_with("20")) &&
                    is_digit(text[2]) && is_digit(text[3]);
  return year ? 4 : 0;
}

// Nothing but the same again, too short by itself to be a password.
bool repeats_itself(std::string_view text) noexcept {
  for (std::size_t unit = 1; unit < unit_min && 2 * unit <= text.size(); ++unit)
    if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(unit), text.end(), text.begin()))
      return true;
  return text.empty();
}

void add_words(std::string_view text, std::vector<std::string>& words) {
  const auto is_word = [](char c) { return is_letter(c) || is_digit(c); };
  for (auto begin = text.begin();;) {
    begin = std::find_if(begin, text.end(), is_word);
    if (begin == text.end()) return;
    const auto end = std::find_if_not(begin, text.end(), is_word);
    if (static_cast<std::size_t>(end - begin) >= personal_word_min) words.emplace_back(begin, end);
    begin = end;
  }
}

// What an address and a name consist of, and the whole address.
std::vector<std::string> personal_words(std::string_view email, std::string_view name) {
  const auto address = lower_case(email);
  std::vector<std::string> words{without_separators(address)};
  add_words(address, words);
  add_words(lower_case(name), words);
  return words;
}

// What is still to be found out when everything well known is taken out of a text.
struct Rest {
  int worth = 0;
  bool personal = false;
  std::set<std::string_view> common;

  bool is_enough() const noexcept { return worth >= worth_min || common.size() > words_max; }
};

Rest rest_of(std::string_view text, const std::vector<std::string>& personal) {
  Rest rest;
  while (!text.empty() && !rest.is_enough()) {
    const auto own = longest_of(personal, text);
    const auto common = longest_of(common_words, text);
    const auto other = std::max({sequence_size(text), run_size(text), year_size(text)});
    const auto known = std::max({own.size(), common.size(), other});
    if (known == 0) {
      rest.worth += is_letter(text.front()) ? letter_worth : other_worth;
    } else if (known == own.size()) {
      rest.personal = true;
    } else if (known == common.size()) {
      rest.common.insert(common);
    }
    text.remove_prefix(std::max<std::size_t>(known, 1));
  }
  return rest;
}

}  // namespace

Guess guess_at(std::string_view password, std::string_view email, std::string_view name) {
  const auto plain = without_separators(lower_case(password));
  if (repeats_itself(plain)) return Guess::repeated;
  const auto rest = rest_of(plain, personal_words(email, name));
  if (rest.is_enough()) return Guess::none;
  return rest.personal ? Guess::personal : Guess::common;
}

std::string_view advice_on(Guess guess) noexcept {
  switch (guess) {
    case Guess::none:
      return {};
    case Guess::common:
      return "is among the first that anybody tries; several words that do not belong together "
             "make a good one";
    case Guess::personal:
      return "is made of the address or the name; several words that do not belong together make "
             "a good one";
    case Guess::repeated:
      return "says one thing over and over; several words that do not belong together make a "
             "good one";
  }
  return {};
}

}  // namespace auth
