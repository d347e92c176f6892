#include "catalog_module.h"

#include "catalog_migrations.h"
#include "internal/keeping.h"
#include "internal/query_words.h"
#include "internal/search.h"
#include "internal/store.h"

namespace catalog {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;

namespace {

// Beyond so many point reads a request leaves the event loop for a worker.
constexpr std::size_t inline_reads_max = 200;

}  // namespace

kernel::Migrations CatalogModule::migrations() { return catalog::migrations; }

CatalogModule::CatalogModule(kernel::ModuleParts parts, Options options)
    : Module(std::move(parts), std::string(name)), options_(options) {
  serve_finding();
  serve_keeping();
  serve_pictures();
  serve_selling();
}

void CatalogModule::serve_finding() {
  exchange_.serve<&CatalogModule::find_products>(*this);
  exchange_.serve<&CatalogModule::list_all_products>(*this);
  exchange_.serve<&CatalogModule::get_product>(*this);
  exchange_.serve<&CatalogModule::get_products>(*this);
  exchange_.serve<&CatalogModule::list_categories>(*this);
}

Task<ProductPage> CatalogModule::find_products(const Context&, const FindProducts& message) {
  const auto words = query_words(message.q.value_or(""));
  if (words.empty() && !is_blank(message.q.value_or(""))) co_return ProductPage{};
  if (words.empty()) {
    auto reader = database_.read();
    co_return list_page(reader, message);
  }
  const auto search = [&] {
    auto reader = database_.read();
    return search_page(reader, message, words);
  };
  co_return co_await runtime_.on_worker(search);
}

Task<ProductPage> CatalogModule::list_all_products(const Context& context,
                                                   const ListAllProducts& message) {
  context.require_admin();
  const auto words = query_words(message.q.value_or(""));
  const auto list = [&] {
    auto reader = database_.read();
    return keeping_page(reader, message, words);
  };
  co_return co_await runtime_.on_worker(list);
}

Task<Product> CatalogModule::get_product(const Context&, const GetProduct& message) {
  auto reader = database_.read();
  auto product = store::find(reader, message.id);
  if (!product) throw Error(Code::not_found, "no such product");
  co_return std::move(*product);
}

Task<Products> CatalogModule::get_products(const Context&, const GetProducts& message) {
  const auto find = [&] {
    auto reader = database_.read();
    return store::find_all(reader, message.ids);
  };
  if (message.ids.size() <= inline_reads_max) co_return find();
  co_return co_await runtime_.on_worker(find);
}

Task<Categories> CatalogModule::list_categories(const Context&, const ListCategories&) {
  auto reader = database_.read();
  co_return store::categories(reader);
}

}  // namespace catalog
