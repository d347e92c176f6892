#include "lab/load/customer_habits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>

#include "http/text.h"
#include "kernel/error.h"

namespace lab {
namespace {

constexpr std::size_t word_min = 4;  // letters of a search term
constexpr double category_is_searched = 0.3;
constexpr double buys_one = 0.7;  // pieces of a product
constexpr double buys_two = 0.2;
constexpr double basket_ms = 1000;  // the longest that filling in a recorded one takes
constexpr double line_ms = 20;      // between its lines
constexpr double pay_min_ms = 50;   // before its checkout
constexpr double pay_max_ms = 100;
constexpr std::uint64_t ranking_stream = 0x70706c7261;  // a random stream of its own

[[noreturn]] void refuse(const std::string& what) {
  throw kernel::Error(kernel::Code::invalid_argument, what);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalpha(letter) != 0)
      words.back().push_back(static_cast<char>(std::tolower(letter)));
    else if (!words.back().empty())
      words.emplace_back();
  }
  std::erase_if(words, [](const auto& word) { return word.size() < word_min; });
  return words;
}

std::int64_t pieces(SeededRandom& random) {
  const double drawn = random.uniform();
  return drawn < buys_one ? 1 : drawn < buys_one + buys_two ? 2 : 3;
}

}  // namespace

PlannedRequest request_of(Step step, int customer, double at_ms) {
  PlannedRequest request;
  request.at_us = static_cast<std::int64_t>(at_ms * 1e3);
  request.endpoint = static_cast<int>(step.endpoint);
  request.customer = customer;
  request.target = std::move(step.target);
  request.body = std::move(step.body);
  return request;
}

std::string uuid(SeededRandom& random) {
  const auto a = random.next(), b = random.next();
  return fmt::format("{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                     0x8000 | (b >> 50), b & 0xffff'ffff'ffff);
}

double mean_in_visit(Endpoint endpoint) {
  using namespace habits;
  const double saw_two = (products_max - 1.0) / products_max;
  switch (endpoint) {
    case Endpoint::browse:
      return 1;
    case Endpoint::categories:
      return sees_categories;
    case Endpoint::search:
      return searches;
    case Endpoint::product:
      return (1.0 + products_max) / 2;
    case Endpoint::add_item:
      return fills_cart * (1 + saw_two * adds_two);
    case Endpoint::cart:
      return fills_cart;
    case Endpoint::checkout:
      return fills_cart * checks_out;
    case Endpoint::orders:
      return fills_cart * checks_out * sees_orders;
  }
  return 0;
}

Shoppers::Shoppers(const SeededShop& shop, const WorkloadOptions& options) {
  for (const auto& product : shop.products)
    if (product.stock > 0) ranked_.push_back(&product);
  if (ranked_.empty()) refuse("the shop has no product in stock");
  if (!options.baskets.empty()) find_lines(options.baskets);
  rank_products(options);
}

// Zipf's law over a shuffled catalogue: which products are popular depends on the seed alone, so
// all repeats agree.
void Shoppers::rank_products(const WorkloadOptions& options) {
  auto random = SeededRandom::of({options.seed, ranking_stream});
  for (std::size_t i = ranked_.size(); i > 1; --i)
    std::swap(ranked_[i - 1], ranked_[random.below(i)]);
  double sum = 0;
  for (std::size_t rank = 1; rank <= ranked_.size(); ++rank)
    cumulative_.push_back(sum += std::pow(static_cast<double>(rank), -options.skew));
  for (auto& share : cumulative_) share /= sum;
}

void Shoppers::find_lines(const std::vector<Basket>& baskets) {
  std::map<std::string, const ShopProduct*, std::less<>> by_sku;
  for (const auto* product : ranked_) by_sku.emplace(product->sku, product);
  for (const auto& basket : baskets) {
    if (basket.skus.size() != basket.quantities.size())
      refuse("a recorded basket has not as many quantities as products");
    std::vector<Line> lines;
    for (std::size_t i = 0; i < basket.skus.size(); ++i) {
      const auto found = by_sku.find(basket.skus[i]);
      if (found == by_sku.end() || basket.quantities[i] < 1) continue;
      const auto same = std::ranges::find(lines, found->second, &Line::product);
      if (same == lines.end())
        lines.push_back({found->second, basket.quantities[i]});
      else
        same->quantity += basket.quantities[i];
    }
    for (auto& line : lines) line.quantity = std::min(line.quantity, line.product->stock);
    if (!lines.empty()) baskets_.push_back(std::move(lines));
  }
  if (baskets_.empty()) refuse("the shop sells nothing that is in the recorded baskets");
}

const ShopProduct& Shoppers::popular(SeededRandom& random) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), random.uniform());
  const auto rank = std::min<std::ptrdiff_t>(found - cumulative_.begin(),
                                             static_cast<std::ptrdiff_t>(ranked_.size()) - 1);
  return *ranked_[static_cast<std::size_t>(rank)];
}

Step Shoppers::browse(SeededRandom& random) const {
  std::string target = "/api/v1/products?limit=20";
  const auto& category = popular(random).category;
  if (random.chance(0.5) && !category.empty())
    target += "&category=" + http::percent_encode(category);
  return {0, Endpoint::browse, std::move(target), {}};
}

Step Shoppers::categories() const { return {0, Endpoint::categories, "/api/v1/categories", {}}; }

Step Shoppers::search(SeededRandom& random) const {
  const auto& product = popular(random);
  const auto words =
      words_of(random.chance(category_is_searched) ? product.category : product.name);
  const auto& term = words.empty() ? product.name : words[random.below(words.size())];
  return {0, Endpoint::search, "/api/v1/products?limit=20&q=" + http::percent_encode(term), {}};
}

Step Shoppers::view(const ShopProduct& product) const {
  return {0, Endpoint::product, "/api/v1/products/" + product.id, {}};
}

Step Shoppers::add(const ShopProduct& product, std::int64_t quantity) const {
  return {0, Endpoint::add_item, "/api/v1/cart/items",
          fmt::format(R"({{"product_id":"{}","quantity":{}}})", product.id, quantity)};
}

Step Shoppers::set(const ShopProduct& product, std::int64_t quantity) const {
  return {0, Endpoint::add_item, "/api/v1/cart/items/" + product.id,
          fmt::format(R"({{"quantity":{}}})", quantity)};
}

Step Shoppers::cart() const { return {0, Endpoint::cart, "/api/v1/cart", {}}; }

Step Shoppers::check_out() const {
  return {0, Endpoint::checkout, "/api/v1/orders",
          R"({"payment_method":"pm_card_visa","shipping_address":{"name":"Ada Lovelace",)"
          R"("line1":"1 High Street","city":"York","postal_code":"YO1 1AA","country":"GB"}})"};
}

Step Shoppers::orders() const { return {0, Endpoint::orders, "/api/v1/orders", {}}; }

Session Shoppers::next(SeededRandom& random) {
  return baskets_.empty() ? visit(random) : purchase(random);
}

void Shoppers::skip_baskets(SeededRandom& random) {
  if (!baskets_.empty()) next_basket_ = random.below(baskets_.size());
}

Session Shoppers::visit(SeededRandom& random) const {
  using namespace habits;
  Session session;
  auto& steps = session.steps;
  steps.push_back(browse(random));
  if (random.chance(sees_categories)) steps.push_back(categories());
  if (random.chance(searches)) steps.push_back(search(random));
  std::vector<const ShopProduct*> seen(1 + random.below(products_max));
  for (auto& product : seen) {
    product = &popular(random);
    steps.push_back(view(*product));
  }
  session.logged_in = random.chance(fills_cart);
  if (session.logged_in) {
    steps.push_back(add(*seen[0], pieces(random)));
    if (seen.size() > 1 && random.chance(adds_two)) steps.push_back(add(*seen[1], pieces(random)));
    steps.push_back(cart());
    if (random.chance(checks_out)) {
      steps.push_back(check_out());
      if (random.chance(sees_orders)) steps.push_back(orders());
    }
  }
  for (auto& step : steps) step.wait_ms = random.uniform(think_min_ms, think_max_ms);
  return session;
}

Session Shoppers::purchase(SeededRandom& random) {
  const auto& lines = baskets_[next_basket_];
  next_basket_ = (next_basket_ + 1) % baskets_.size();
  Session session;
  session.logged_in = true;
  const double pause_ms = std::min(line_ms, basket_ms / static_cast<double>(lines.size()));
  for (const auto& line : lines) {
    auto& step = session.steps.emplace_back(set(*line.product, line.quantity));
    step.wait_ms = random.uniform(0.5 * pause_ms, 1.5 * pause_ms);
  }
  session.steps.push_back(check_out());
  session.steps.back().wait_ms = random.uniform(pay_min_ms, pay_max_ms);
  return session;
}

double Shoppers::mean_of(Endpoint endpoint) const {
  if (baskets_.empty()) return mean_in_visit(endpoint);
  if (endpoint == Endpoint::checkout) return 1;
  if (endpoint != Endpoint::add_item) return 0;
  double lines = 0;
  for (const auto& basket : baskets_) lines += static_cast<double>(basket.size());
  return lines / static_cast<double>(baskets_.size());
}

double Shoppers::mean_length() const {
  double sum = 0;
  for (int i = 0; i <= static_cast<int>(Endpoint::orders); ++i)
    sum += mean_of(static_cast<Endpoint>(i));
  return sum;
}

}  // namespace lab
