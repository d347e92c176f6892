// tests: the words in which facts about the catalog are stated.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog_module.h"
#include "support/bench.h"

namespace test {

using kernel::Code;
using kernel::OrderId;
using kernel::ProductId;

inline kernel::Money gbp(std::int64_t pence) {
  kernel::Money money;
  money.amount = pence;
  return money;
}

struct Stock {
  std::int64_t on_hand = 0, reserved = 0, sold = 0;
  bool operator==(const Stock&) const = default;
  std::int64_t all() const { return on_hand + reserved + sold; }
};

inline std::ostream& operator<<(std::ostream& out, const Stock& stock) {
  return out << stock.on_hand << " on hand, " << stock.reserved << " reserved, " << stock.sold
             << " sold";
}

// Any product; what matters to a test is set in place.
inline catalog::CreateProduct a_product(std::string sku) {
  catalog::CreateProduct create;
  create.name = sku;
  create.sku = std::move(sku);
  create.category = "Kitchen";
  create.price = gbp(255);
  create.stock = 10;
  return create;
}

inline catalog::CreateProduct a_product(std::string sku, std::string name,
                                        std::string category = "Kitchen",
                                        std::int64_t pence = 255) {
  auto create = a_product(std::move(sku));
  create.name = std::move(name);
  create.category = std::move(category);
  create.price = gbp(pence);
  return create;
}

class Shop {
 public:
  explicit Shop(Wire wire, catalog::Options options = {}) : bench(wire, {"catalog"}) {
    bench.host<catalog::CatalogModule>(options);
  }

  catalog::Product with(const catalog::CreateProduct& create) {
    return bench.ask(bench.as_admin(), create);
  }
  ProductId with_stock(const std::string& sku, std::int64_t stock) {
    auto create = a_product(sku);
    create.stock = stock;
    return with(create).id;
  }
  void retire(const catalog::Product& product) {
    bench.ask(bench.as_admin(), update_of(product, false));
  }
  static catalog::UpdateProduct update_of(const catalog::Product& product, bool active = true) {
    catalog::UpdateProduct update;
    update.id = product.id;
    update.name = product.name;
    update.description = product.description;
    update.category = product.category;
    update.price = product.price;
    update.active = active;
    return update;
  }

  catalog::ProductPage find(const catalog::FindProducts& query) {
    return bench.ask(bench.as_nobody(), query);
  }
  std::vector<std::string> skus(const catalog::FindProducts& query) { return skus_of(find(query)); }
  static std::vector<std::string> skus_of(const catalog::ProductPage& page) {
    std::vector<std::string> all;
    for (const auto& product : page.items) all.push_back(product.sku);
    return all;
  }
  catalog::Product get(const ProductId& id) {
    return bench.ask(bench.as_nobody(), catalog::GetProduct{id});
  }

  OrderId new_order() { return OrderId::fresh(bench.runtime()); }
  catalog::Reservation reserve(const OrderId& order, std::vector<catalog::Wanted> lines) {
    catalog::Reserve reserve;
    reserve.order_id = order;
    reserve.lines = std::move(lines);
    return bench.ask(service(), reserve);
  }
  void release(const OrderId& order) { bench.ask(service(), catalog::Release{order}); }
  catalog::CommitOutcome commit(const OrderId& order) {
    return bench.ask(service(), catalog::Commit{order}).outcome;
  }
  void restock(const OrderId& order) { bench.ask(service(), catalog::Restock{order}); }
  void set_stock(const ProductId& product, std::int64_t stock) {
    bench.ask(bench.as_admin(), catalog::SetStock{product, stock});
  }

  Stock stock_of(const ProductId& product) {
    auto reader = bench.module<catalog::CatalogModule>().database().read();
    const auto row = reader.one(
        "SELECT on_hand, reserved, sold FROM stock JOIN products ON number = product"
        " WHERE id = ?",
        product);
    REQUIRE(row.has_value());
    return {row->get<std::int64_t>(0), row->get<std::int64_t>(1), row->get<std::int64_t>(2)};
  }

  kernel::Context service() { return bench.as_service("order"); }

  Bench bench;
};

inline catalog::FindProducts find_words(std::string q) {
  catalog::FindProducts find;
  find.q = std::move(q);
  return find;
}

inline catalog::FindProducts find_all(catalog::Sort sort = catalog::Sort::name) {
  catalog::FindProducts find;
  find.sort = sort;
  return find;
}

}  // namespace test
