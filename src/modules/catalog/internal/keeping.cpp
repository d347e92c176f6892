#include "internal/keeping.h"

#include "internal/cursor.h"
#include "internal/query_words.h"
#include "internal/store.h"

namespace catalog {

using kernel::Queries;
using kernel::RowView;

namespace {

// Behind every text that begins as it does: nothing that is UTF-8 sorts after U+10FFFF.
constexpr std::string_view last_letter = "\xF4\x8F\xBF\xBF";

// Sets that products are looked for in; each has a cap of its own.
constexpr std::string_view with_words =
    "SELECT number FROM (SELECT rowid AS number FROM words WHERE words MATCH ? LIMIT ?) UNION ";
constexpr std::string_view with_name_or_sku =
    "SELECT number FROM (SELECT number FROM products WHERE sku >= ? AND sku < ? LIMIT ?)"
    " UNION SELECT number FROM (SELECT number FROM products WHERE active = 0"
    " AND instr(lower(name), lower(?)) > 0 LIMIT ?)";

class Page {
 public:
  Page(Queries& queries, const ListAllProducts& query) : queries_(queries), query_(query) {
    if (query.cursor) after_ = read_cursor(query);
  }

  // The rows of `among`, a condition whose arguments are `args`.
  template <class... Args>
  ProductPage read(std::string_view among, const Args&... args) {
    std::string sql = "SELECT ";
    sql.append(store::product_columns)
        .append(" FROM products p JOIN stock s ON s.product = p.number WHERE ")
        .append(among)
        .append(
            " AND p.active IN (?, ?) AND s.on_hand <= ? AND (p.name, p.number) > (?, ?)"
            " ORDER BY p.name, p.number LIMIT ?");
    const auto take = [&](const RowView& row) { add(row); };
    queries_.each(sql, take, args..., query_.active.value_or(true), query_.active.value_or(false),
                  query_.stock_up_to.value_or(stock_max), after_.text, after_.number,
                  query_.limit + 1);
    return std::move(page_);
  }

 private:
  void add(const RowView& row) {
    if (page_.items.size() == static_cast<std::size_t>(query_.limit)) {
      page_.next_cursor = write_cursor(query_, {last_, 0, page_.items.back().name});
      return;
    }
    last_ = row.get<std::int64_t>(0);
    page_.items.push_back(store::to_product(row));
  }

  Queries& queries_;
  const ListAllProducts& query_;
  Cursor after_;  // number 0 and no text: before every product
  std::int64_t last_ = 0;
  ProductPage page_;
};

std::string all_of(std::string_view first, std::string_view second) {
  return std::string("p.number IN (").append(first).append(second).append(")");
}

}  // namespace

ProductPage keeping_page(Queries& queries, const ListAllProducts& query,
                         const std::vector<std::string>& words) {
  Page page(queries, query);
  const std::string q = query.q.value_or("");
  if (is_blank(q)) return page.read("p.number > 0");
  const std::string end = q + std::string(last_letter);
  if (words.empty())
    return page.read(all_of("", with_name_or_sku), q, end, candidates_max, q, candidates_max);
  return page.read(all_of(with_words, with_name_or_sku), match_expression(words, std::nullopt),
                   candidates_max, q, end, candidates_max, q, candidates_max);
}

}  // namespace catalog
