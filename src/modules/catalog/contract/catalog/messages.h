// catalog: what is for sale, how to find it, and how much of it can still be sold.
//
// Stock of a product is on hand, reserved or sold. Reserving moves it from on hand to reserved for
// one order, committing from reserved to sold, releasing back; on hand + reserved + sold changes
// only when an administrator sets the stock. Every step is idempotent by its order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/time.h"

namespace catalog {

using kernel::Done;
using kernel::Kind;
using kernel::Limit;
using kernel::Money;
using kernel::OrderId;
using kernel::ProductId;

inline constexpr std::int64_t stock_max = 1'000'000'000;
inline constexpr std::int64_t price_max = 100'000'000'00;  // minor units
inline constexpr std::size_t query_prefix_min = 2;         // letters a prefix needs to be searched
inline constexpr int candidates_max = 1'000;               // matches that are ranked, at most
inline constexpr std::size_t picture_bytes_max = 512 * 1024;
inline constexpr std::size_t picture_text_max = (picture_bytes_max * 4 + 2) / 3;  // as base64url
inline constexpr std::string_view pictures_path = "/api/v1/pictures/";  // where the public has them

struct Product {
  ProductId id;
  std::string sku;
  std::string name;
  std::string description;
  std::string category;
  Money price;
  std::int64_t stock = 0;              // on hand: what can still be bought
  bool active = true;                  // inactive products are neither listed nor sold
  std::optional<std::string> picture;  // pictures_path and a name: that address never shows another
};

struct ProductPage {
  std::vector<Product> items;
  std::optional<std::string> next_cursor;
};

enum class Sort { relevance, price_up, price_down, name };

// Active products. With `q`, those that contain all of its words (the last one as a prefix of at
// least query_prefix_min letters), best first unless sorted; at most candidates_max are considered.
// Without `q` and with relevance: by name. A cursor holds for the same query only.
// Fails: invalid_argument (a cursor that is not ours).
struct FindProducts {
  using Reply = ProductPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {
      {"q", 0, 200}, {"category", 1, 100}, {"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<std::string> q;
  std::optional<std::string> category;
  Sort sort = Sort::relevance;
  int limit = 20;
  std::optional<std::string> cursor;
};

// All products, active or not, by name. With `q`: the active ones that contain its words, as in
// FindProducts, those whose sku begins with it, and inactive ones whose name contains it; at most
// candidates_max of each are considered. A cursor holds for the same query only.
// Administrators. Fails: invalid_argument (a cursor that is not ours).
struct ListAllProducts {
  using Reply = ProductPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {
      {"q", 0, 200}, {"stock_up_to", 0, stock_max}, {"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<std::string> q;
  std::optional<bool> active;               // absent: both
  std::optional<std::int64_t> stock_up_to;  // no more than this is left
  int limit = 20;
  std::optional<std::string> cursor;
};

// Any product, active or not. Fails: not_found.
struct GetProduct {
  using Reply = Product;
  static constexpr auto kind = Kind::query;
  ProductId id;
};

struct Products {
  std::vector<Product> items;
};

// Those of `ids` that exist, in any order.
struct GetProducts {
  using Reply = Products;
  static constexpr auto kind = Kind::query;
  std::vector<ProductId> ids;
};

struct Category {
  std::string name;
  std::int64_t products = 0;  // active ones
};
struct Categories {
  std::vector<Category> items;  // by name
};
// Those with active products, by name.
struct ListCategories {
  using Reply = Categories;
  static constexpr auto kind = Kind::query;
};

// Administrators (a recent login). Fails: already_exists (sku), invalid_argument (a blank text;
// price).
struct CreateProduct {
  using Reply = Product;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"sku", 1, 64},
                                     {"name", 1, 200},
                                     {"description", 0, 4000},
                                     {"category", 1, 100},
                                     {"stock", 0, stock_max}};
  std::string sku;
  std::string name;
  std::string description;
  std::string category;
  Money price;  // 1..price_max
  std::int64_t stock = 0;
};

// Replaces everything but sku and stock. Administrators (a recent login). Fails: not_found,
// invalid_argument (as CreateProduct).
struct UpdateProduct {
  using Reply = Product;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {
      {"name", 1, 200}, {"description", 0, 4000}, {"category", 1, 100}};
  ProductId id;
  std::string name;
  std::string description;
  std::string category;
  Money price;                 // 1..price_max
  std::optional<bool> active;  // absent: stays as it is
};

// Sets what is on hand; what is reserved or sold stays. Administrators (a recent login).
// Fails: not_found.
struct SetStock {
  using Reply = Product;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"stock", 0, stock_max}};
  ProductId id;
  std::int64_t stock = 0;
};

struct ImportRow {
  static constexpr Limit limits[] = {{"sku", 1, 64},
                                     {"name", 1, 200},
                                     {"description", 0, 4000},
                                     {"category", 1, 100},
                                     {"stock", 0, stock_max}};
  std::string sku;
  std::string name;
  std::string description;
  std::string category;
  Money price;
  std::int64_t stock = 0;
};
struct ImportResult {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
};

// Creates the products whose sku is new, with their stock; of known ones updates name, description,
// category and price, never the stock. Importing twice changes nothing. A failure imports nothing.
// Administrators (a recent login) and services. Fails: invalid_argument (as CreateProduct; names
// each bad row).
struct ImportProducts {
  using Reply = ImportResult;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"rows", 1, 1000}};
  std::vector<ImportRow> rows;
};

enum class RowOutcome { created, updated, unchanged };
struct ImportCheck {
  std::vector<RowOutcome> rows;  // what would become of each, in their order
};

// What ImportProducts would do with these rows now; nothing is changed.
// Administrators (a recent login). Fails: invalid_argument (as ImportProducts).
struct CheckImport {
  using Reply = ImportCheck;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"rows", 1, 1000}};
  std::vector<ImportRow> rows;
};

// Shows this picture of a product from now on, instead of the one before: PNG, JPEG or WebP, told
// by what it holds. Administrators (a recent login). Fails: not_found, invalid_argument (another
// kind of file; not whole; too many pixels; more than picture_bytes_max).
struct SetPicture {
  using Reply = Product;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"content", 1, picture_text_max}};
  ProductId id;
  std::string content;  // base64url without padding
};

// Shows none. Nothing happens when there is none. Administrators (a recent login).
// Fails: not_found.
struct RemovePicture {
  using Reply = Product;
  static constexpr auto kind = Kind::command;
  ProductId id;
};

enum class PictureType { png, jpeg, webp };
struct Picture {
  static constexpr Limit limits[] = {{"content", 1, picture_text_max}};
  PictureType type = PictureType::png;
  std::string content;  // base64url without padding
};

// The picture of that name, as long as a product shows it. Fails: not_found.
struct GetPicture {
  using Reply = Picture;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"name", 1, 100}};
  std::string name;  // what follows pictures_path
};

struct Wanted {
  static constexpr Limit limits[] = {{"quantity", 1, 100'000}};
  ProductId product_id;
  std::int64_t quantity = 1;
};

enum class ReserveOutcome { reserved, out_of_stock };

struct Shortage {
  ProductId product_id;
  std::string name;
  std::int64_t wanted = 0;
  std::int64_t available = 0;
};

struct Reservation {
  ReserveOutcome outcome = ReserveOutcome::reserved;
  std::vector<Shortage> shortages;  // out_of_stock: every product that is short
};

// Reserves everything or nothing for the order, until the configured lifetime ends. An unknown or
// inactive product is a shortage with 0 available. An order already reserved or released answers as
// it stands (released: out_of_stock without shortages). Services only.
struct Reserve {
  using Reply = Reservation;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"lines", 1, 10'000}};
  OrderId order_id;
  std::vector<Wanted> lines;
};

// Gives the order's reservation back; also before it was made: a late Reserve gets nothing then.
// Nothing happens once committed. Services only.
struct Release {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  OrderId order_id;
  const OrderId& aggregate() const noexcept { return order_id; }
};

enum class CommitOutcome { committed, gone };
struct Commitment {
  CommitOutcome outcome = CommitOutcome::committed;
};

// Turns the reservation into a sale; `gone` when it expired or was released. Services only.
struct Commit {
  using Reply = Commitment;
  static constexpr auto kind = Kind::command;
  OrderId order_id;
};

// Takes a sale back: sold becomes on hand, once. Services only. Fails: failed_precondition (the
// order's stock was never sold).
struct Restock {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  OrderId order_id;
  const OrderId& aggregate() const noexcept { return order_id; }
};

BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, sku, name, description, category, price, stock, active, picture))
BOOST_DESCRIBE_STRUCT(ProductPage, (), (items, next_cursor))
BOOST_DESCRIBE_ENUM(Sort, relevance, price_up, price_down, name)
BOOST_DESCRIBE_STRUCT(FindProducts, (), (q, category, sort, limit, cursor))
BOOST_DESCRIBE_STRUCT(ListAllProducts, (), (q, active, stock_up_to, limit, cursor))
BOOST_DESCRIBE_STRUCT(GetProduct, (), (id))
BOOST_DESCRIBE_STRUCT(Products, (), (items))
BOOST_DESCRIBE_STRUCT(GetProducts, (), (ids))
BOOST_DESCRIBE_STRUCT(Category, (), (name, products))
BOOST_DESCRIBE_STRUCT(Categories, (), (items))
BOOST_DESCRIBE_STRUCT(ListCategories, (), ())
BOOST_DESCRIBE_STRUCT(CreateProduct, (), (sku, name, description, category, price, stock))
BOOST_DESCRIBE_STRUCT(UpdateProduct, (), (id, name, description, category, price, active))
BOOST_DESCRIBE_STRUCT(SetStock, (), (id, stock))
BOOST_DESCRIBE_STRUCT(ImportRow, (), (sku, name, description, category, price, stock))
BOOST_DESCRIBE_STRUCT(ImportResult, (), (created, updated, unchanged))
BOOST_DESCRIBE_STRUCT(ImportProducts, (), (rows))
BOOST_DESCRIBE_ENUM(RowOutcome, created, updated, unchanged)
BOOST_DESCRIBE_STRUCT(ImportCheck, (), (rows))
BOOST_DESCRIBE_STRUCT(CheckImport, (), (rows))
BOOST_DESCRIBE_STRUCT(SetPicture, (), (id, content))
BOOST_DESCRIBE_STRUCT(RemovePicture, (), (id))
BOOST_DESCRIBE_ENUM(PictureType, png, jpeg, webp)
BOOST_DESCRIBE_STRUCT(Picture, (), (type, content))
BOOST_DESCRIBE_STRUCT(GetPicture, (), (name))
BOOST_DESCRIBE_STRUCT(Wanted, (), (product_id, quantity))
BOOST_DESCRIBE_ENUM(ReserveOutcome, reserved, out_of_stock)
BOOST_DESCRIBE_STRUCT(Shortage, (), (product_id, name, wanted, available))
BOOST_DESCRIBE_STRUCT(Reservation, (), (outcome, shortages))
BOOST_DESCRIBE_STRUCT(Reserve, (), (order_id, lines))
BOOST_DESCRIBE_STRUCT(Release, (), (order_id))
BOOST_DESCRIBE_ENUM(CommitOutcome, committed, gone)
BOOST_DESCRIBE_STRUCT(Commitment, (), (outcome))
BOOST_DESCRIBE_STRUCT(Commit, (), (order_id))
BOOST_DESCRIBE_STRUCT(Restock, (), (order_id))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace catalog
