#include "internal/search.h"

#include <algorithm>
#include <cassert>

#include "internal/cursor.h"
#include "internal/query_words.h"
#include "internal/store.h"

namespace catalog {

using kernel::Queries;
using kernel::RowView;

namespace {

// How a page is cut out of an order: its key, and which way it runs.
struct Order {
  std::string_view column;
  bool up;
};

Order order_of(Sort sort) {
  if (sort == Sort::price_up) return {"p.price", true};
  if (sort == Sort::price_down) return {"p.price", false};
  return {"p.name", true};
}

// One row more than the page shows that another page follows.
class PageReader {
 public:
  explicit PageReader(const FindProducts& query) : query_(query) {}

  int rows_wanted() const { return query_.limit + 1; }

  void operator()(const RowView& row) {
    if (page_.items.size() == static_cast<std::size_t>(query_.limit)) {
      more_ = true;
      return;
    }
    last_.number = row.get<std::int64_t>(0);
    page_.items.push_back(store::to_product(row));
  }

  ProductPage finish() {
    if (more_) {
      const auto& last = page_.items.back();
      const bool by_price = order_of(query_.sort).column == "p.price";
      last_.value = by_price ? last.price.amount : 0;
      last_.text = by_price ? "" : last.name;
      page_.next_cursor = write_cursor(query_, last_);
    }
    return std::move(page_);
  }

 private:
  const FindProducts& query_;
  ProductPage page_;
  Cursor last_;
  bool more_ = false;
};

// The rows of `among` (a WHERE clause whose arguments come first) in the query's order, after its
// cursor. The texts are few, so each stays a prepared statement.
template <class... Args>
ProductPage keyset_page(Queries& queries, const FindProducts& query, std::string_view among,
                        const Args&... args) {
  const auto order = order_of(query.sort);
  std::string sql = "SELECT ";
  sql.append(store::product_columns)
      .append(" FROM products p JOIN stock s ON s.product = p.number WHERE ")
      .append(among);
  if (query.cursor)
    sql.append(" AND (")
        .append(order.column)
        .append(order.up ? ", p.number) > (?, ?)" : ", p.number) < (?, ?)");
  sql.append(" ORDER BY ")
      .append(order.column)
      .append(order.up ? ", p.number LIMIT ?" : " DESC, p.number DESC LIMIT ?");

  PageReader page(query);
  if (!query.cursor) {
    queries.each(sql, page, args..., page.rows_wanted());
    return page.finish();
  }
  const auto after = read_cursor(query);
  if (order.column == "p.price")
    queries.each(sql, page, args..., after.value, after.number, page.rows_wanted());
  else
    queries.each(sql, page, args..., after.text, after.number, page.rows_wanted());
  return page.finish();
}

// Matches, capped before anything is sorted: ranking is what a search costs. Joined in this order
// so that the index of words drives and the cap holds for what is in the category.
constexpr std::string_view found_in_category =
    "SELECT w.rowid FROM words w CROSS JOIN products p ON p.number = w.rowid"
    " WHERE words MATCH ? AND p.category = ? LIMIT ?";
constexpr std::string_view found = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?";

// A word in the name counts most, then the sku, the category, the description.
constexpr std::string_view ranked_in_category =
    "SELECT number FROM (SELECT w.rowid AS number, bm25(words, 10.0, 3.0, 6.0, 1.0) AS score"
    " FROM words w CROSS JOIN products p ON p.number = w.rowid"
    " WHERE words MATCH ? AND p.category = ? LIMIT ?) ORDER BY score, number";
constexpr std::string_view ranked =
    "SELECT number FROM (SELECT rowid AS number, bm25(words, 10.0, 3.0, 6.0, 1.0) AS score"
    " FROM words WHERE words MATCH ? LIMIT ?) ORDER BY score, number";

std::vector<std::int64_t> ranking(Queries& queries, const FindProducts& query,
                                  const std::string& match) {
  std::vector<std::int64_t> numbers;
  const auto take = [&](const RowView& row) { numbers.push_back(row.get<std::int64_t>(0)); };
  if (query.category)
    queries.each(ranked_in_category, take, match, *query.category, candidates_max);
  else
    queries.each(ranked, take, match, candidates_max);
  return numbers;
}

// Where the page after the cursor begins in the ranking.
std::size_t first_after(const std::vector<std::int64_t>& numbers, const Cursor& cursor) {
  const auto last = std::find(numbers.begin(), numbers.end(), cursor.number);
  if (last != numbers.end()) return static_cast<std::size_t>(last - numbers.begin()) + 1;
  const auto position = std::clamp<std::int64_t>(cursor.value, 0, candidates_max);
  return std::min(static_cast<std::size_t>(position), numbers.size());
}

ProductPage ranked_page(Queries& queries, const FindProducts& query, const std::string& match) {
  static const std::string by_number = "SELECT " + std::string(store::product_columns) +
                                       " FROM products p JOIN stock s ON s.product = p.number"
                                       " WHERE p.number = ?";
  const auto begin_after = query.cursor ? read_cursor(query) : Cursor{};
  const auto numbers = ranking(queries, query, match);
  const std::size_t begin = query.cursor ? first_after(numbers, begin_after) : 0;
  const std::size_t end = std::min(begin + static_cast<std::size_t>(query.limit), numbers.size());

  ProductPage page;
  const auto take = [&](const RowView& row) { page.items.push_back(store::to_product(row)); };
  for (std::size_t i = begin; i < end; ++i) queries.each(by_number, take, numbers[i]);
  if (end < numbers.size())
    page.next_cursor =
        write_cursor(query, {numbers[end - 1], static_cast<std::int64_t>(end), std::string()});
  return page;
}

}  // namespace

ProductPage list_page(Queries& queries, const FindProducts& query) {
  if (query.category)
    return keyset_page(queries, query, "p.active = 1 AND p.category = ?", *query.category);
  return keyset_page(queries, query, "p.active = 1");
}

ProductPage search_page(Queries& queries, const FindProducts& query,
                        const std::vector<std::string>& words) {
  assert(!words.empty());
  const auto match = match_expression(words, query.category);
  if (query.sort == Sort::relevance) return ranked_page(queries, query, match);
  if (query.category)
    return keyset_page(queries, query, "p.number IN (" + std::string(found_in_category) + ")",
                       match, *query.category, candidates_max);
  return keyset_page(queries, query, "p.number IN (" + std::string(found) + ")", match,
                     candidates_max);
}

}  // namespace catalog
