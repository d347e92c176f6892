// Pictures of products: what is taken, where it is shown, when it is forgotten.
#include "internal/pictures.h"

#include "kernel/base64.h"
#include "picture_samples.h"
#include "shop.h"

namespace test {

namespace {

using namespace std::string_literals;

catalog::SetPicture picture(const ProductId& id, const std::string& bytes) {
  return {id, kernel::base64url(bytes)};
}

std::string shown(Shop& shop, const ProductId& id) {
  const auto product = shop.get(id);
  return product.picture.value_or("none");
}

std::string name_in(const std::string& address) {
  REQUIRE(address.starts_with(catalog::pictures_path));
  return address.substr(catalog::pictures_path.size());
}

catalog::GetPicture named(std::string name) { return {std::move(name)}; }

}  // namespace

TEST_CASE_TRANSPORTS("a product shows the picture that it was given, to everybody") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  CHECK(shown(shop, mug) == "none");

  const auto message = picture(mug, png);
  const auto set = shop.bench.ask(shop.bench.as_admin(), message);

  REQUIRE(set.picture);
  CHECK(shown(shop, mug) == *set.picture);
  CHECK(shop.find(find_all()).items[0].picture == set.picture);
  const auto found = shop.bench.ask(shop.bench.as_nobody(), named(name_in(*set.picture)));
  CHECK(found.type == catalog::PictureType::png);
  CHECK(kernel::parse_base64url(found.content) == png);
}

TEST_CASE_TRANSPORTS("another picture gets another address, and the old one is gone") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  const auto first = picture(mug, png);
  const auto second = picture(mug, jpeg);

  shop.bench.ask(shop.bench.as_admin(), first);
  const auto old = shown(shop, mug);
  shop.bench.ask(shop.bench.as_admin(), second);

  CHECK(shown(shop, mug) != old);
  CHECK(old.ends_with(".png"));
  CHECK(shown(shop, mug).ends_with(".jpg"));
  const auto gone = named(name_in(old));
  CHECK(shop.bench.refused(shop.bench.as_nobody(), gone) == Code::not_found);
}

TEST_CASE_TRANSPORTS("a picture that two products share stays until neither shows it") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  const auto cup = shop.with(a_product("CUP")).id;
  const auto of_mug = picture(mug, webp);
  const auto of_cup = picture(cup, webp);
  shop.bench.ask(shop.bench.as_admin(), of_mug);
  shop.bench.ask(shop.bench.as_admin(), of_cup);
  const auto address = shown(shop, mug);
  const auto get = named(name_in(address));
  CHECK(shown(shop, cup) == address);

  const auto left = shop.bench.ask(shop.bench.as_admin(), catalog::RemovePicture{mug});

  CHECK_FALSE(left.picture);
  CHECK(shown(shop, mug) == "none");
  CHECK(shop.bench.ask(shop.bench.as_nobody(), get).type == catalog::PictureType::webp);
  shop.bench.ask(shop.bench.as_admin(), catalog::RemovePicture{cup});
  shop.bench.ask(shop.bench.as_admin(), catalog::RemovePicture{cup});  // nothing happens
  CHECK(shop.bench.refused(shop.bench.as_nobody(), get) == Code::not_found);
}

TEST_CASE_TRANSPORTS("setting the same picture twice changes nothing") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  const auto message = picture(mug, png);
  shop.bench.ask(shop.bench.as_admin(), message);
  const auto address = shown(shop, mug);

  shop.bench.ask(shop.bench.as_admin(), message);

  CHECK(shown(shop, mug) == address);
  const auto get = named(name_in(address));
  CHECK(shop.bench.ask(shop.bench.as_nobody(), get).content == message.content);
}

TEST_CASE_TRANSPORTS("what is no picture, or too large a one, is refused") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  const auto admin = shop.bench.as_admin();
  const auto refused = [&](const std::string& bytes) {
    const auto message = picture(mug, bytes);
    return shop.bench.refused(admin, message);
  };

  CHECK(refused("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>") ==
        Code::invalid_argument);
  CHECK(refused("GIF89a") == Code::invalid_argument);
  CHECK(refused("RIFF\x10\0\0\0WAVE"s) == Code::invalid_argument);
  CHECK(refused("RIFF") == Code::invalid_argument);
  CHECK(refused("") == Code::invalid_argument);
  CHECK(refused("\x89PNG\r\n\x1a\nzzzz") == Code::invalid_argument);
  CHECK(refused(jpeg.substr(0, jpeg.size() / 2)) == Code::invalid_argument);
  CHECK(refused(png + std::string(catalog::picture_bytes_max, 'x')) == Code::invalid_argument);
  const catalog::SetPicture no_base64{mug, "not base64!"};
  CHECK(shop.bench.refused(admin, no_base64) == Code::invalid_argument);
  CHECK(shown(shop, mug) == "none");

  const auto largest =
      picture(mug, png + std::string(catalog::picture_bytes_max - png.size(), 'x'));
  CHECK(shop.bench.ask(admin, largest).picture);
}

TEST_CASE_TRANSPORTS("pictures are changed by administrators who logged in lately") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("MUG")).id;
  const auto absent = ProductId::fresh(shop.bench.runtime());
  const auto set = picture(mug, png);
  const auto set_absent = picture(absent, png);
  const catalog::RemovePicture remove{mug};
  const catalog::RemovePicture remove_absent{absent};
  const auto check = [&](const auto& message) {
    CHECK(shop.bench.refused(shop.bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(shop.bench.refused(shop.bench.as_user({{{1}}}), message) == Code::permission_denied);
    const auto yesterday = shop.bench.as_admin({}, std::chrono::hours(13));
    CHECK(shop.bench.refused(yesterday, message) == Code::unauthenticated);
  };

  check(set);
  check(remove);
  CHECK(shop.bench.refused(shop.bench.as_admin(), set_absent) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_admin(), remove_absent) == Code::not_found);
}

TEST_CASE("what a file is, is told by how it begins") {
  using catalog::PictureType;
  using catalog::pictures::type_of;

  CHECK(type_of(png) == PictureType::png);
  CHECK(type_of(jpeg) == PictureType::jpeg);
  CHECK(type_of(webp) == PictureType::webp);
  CHECK_FALSE(type_of(""));
  CHECK_FALSE(type_of(png.substr(1)));
  CHECK_FALSE(type_of("RIFFxxxxWEB"));
}

}  // namespace test
