// catalog's plug: its handlers, its schema, its background work.
#pragma once

#include <string_view>
#include <vector>

#include "catalog/messages.h"
#include "catalog_options.h"
#include "kernel/module.h"

namespace catalog {

class CatalogModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "catalog";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to() { return {}; }

  CatalogModule(kernel::ModuleParts parts, Options options);

  // Finding: catalog_module.cpp.
  kernel::Task<ProductPage> find_products(const kernel::Context&, const FindProducts&);
  kernel::Task<ProductPage> list_all_products(const kernel::Context&, const ListAllProducts&);
  kernel::Task<Product> get_product(const kernel::Context&, const GetProduct&);
  kernel::Task<Products> get_products(const kernel::Context&, const GetProducts&);
  kernel::Task<Categories> list_categories(const kernel::Context&, const ListCategories&);

  // Keeping: catalog_module_admin.cpp.
  kernel::Task<Product> create_product(const kernel::Context&, const CreateProduct&);
  kernel::Task<Product> update_product(const kernel::Context&, const UpdateProduct&);
  kernel::Task<Product> set_stock(const kernel::Context&, const SetStock&);
  kernel::Task<ImportResult> import_products(const kernel::Context&, const ImportProducts&);
  kernel::Task<ImportCheck> check_import(const kernel::Context&, const CheckImport&);

  // Showing: catalog_module_pictures.cpp.
  kernel::Task<Product> set_picture(const kernel::Context&, const SetPicture&);
  kernel::Task<Product> remove_picture(const kernel::Context&, const RemovePicture&);
  kernel::Task<Picture> get_picture(const kernel::Context&, const GetPicture&);

  // Selling: catalog_module_stock.cpp.
  kernel::Task<Reservation> reserve(const kernel::Context&, const Reserve&);
  kernel::Task<kernel::Done> release(const kernel::Context&, const Release&);
  kernel::Task<Commitment> commit(const kernel::Context&, const Commit&);
  kernel::Task<kernel::Done> restock(const kernel::Context&, const Restock&);

 protected:
  void on_start() override;

 private:
  void serve_finding();
  void serve_keeping();
  void serve_pictures();
  void serve_selling();
  kernel::Task<> sweep();
  kernel::Task<> expire_due();

  const Options options_;
};

}  // namespace catalog
