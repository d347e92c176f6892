#include "catalog_module.h"
#include "internal/pictures.h"
#include "internal/store.h"

namespace catalog {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

// Shows the picture of that name, or none, and forgets the one before.
Product show(Transaction& tx, const ProductId& id, const std::optional<std::string>& name) {
  const auto before = store::find(tx, id);
  if (!before) throw Error(Code::not_found, "no such product");
  store::show_picture(tx, id, name);
  if (before->picture) pictures::drop_unshown(tx, before->picture->substr(pictures_path.size()));
  auto after = *before;
  after.picture.reset();
  if (name) after.picture.emplace(pictures_path).append(*name);
  return after;
}

}  // namespace

void CatalogModule::serve_pictures() {
  exchange_.serve<&CatalogModule::set_picture>(*this);
  exchange_.serve<&CatalogModule::remove_picture>(*this);
  exchange_.serve<&CatalogModule::get_picture>(*this);
}

Task<Product> CatalogModule::set_picture(const Context& context, const SetPicture& message) {
  exchange_.require_recent_admin(context);
  const auto target = to_text(message.id);
  const auto receive = [&] { return pictures::receive(message.content); };
  const auto picture = co_await runtime_.on_worker(receive);
  const auto set = [&](Transaction& tx) {
    pictures::keep(tx, picture);
    return show(tx, message.id, picture.name);
  };
  co_return co_await database_.audited(context, message, target, set);
}

Task<Product> CatalogModule::remove_picture(const Context& context, const RemovePicture& message) {
  exchange_.require_recent_admin(context);
  const auto target = to_text(message.id);
  const auto remove = [&](Transaction& tx) { return show(tx, message.id, std::nullopt); };
  co_return co_await database_.audited(context, message, target, remove);
}

// Half a megabyte is more than a point read: off the loop.
Task<Picture> CatalogModule::get_picture(const Context&, const GetPicture& message) {
  const auto find = [&] {
    auto reader = database_.read();
    return pictures::find(reader, message.name);
  };
  auto found = co_await runtime_.on_worker(find);
  if (!found) throw Error(Code::not_found, "no such picture");
  co_return std::move(*found);
}

}  // namespace catalog
