// lab: what customers, guests and administrators do in the script, scene by scene.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/oracle/oracle_script.h"

namespace lab {

// Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators (2014): splitmix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound);  // 0..bound-1, bound > 0
  int between(int low, int high);        // both included
  bool happens(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <class T>
  T& one_of(std::vector<T>& from) {
    return from.at(below(from.size()));
  }

 private:
  std::uint64_t state_;
};

struct ScriptedCustomer {
  std::string name;
  std::string email;                // empty: of the seeded ones, whom nobody asked
  std::string password;             // empty: the same
  std::string token;                // "<access of customer 1>"
  std::vector<std::string> orders;  // "order 3": those that went well and were not cancelled
  bool has_cancelled = false;
};

class Scenes {
 public:
  Scenes(const SeededShop& shop, std::uint64_t seed);

  void everything_once();
  void one_more();  // a scene drawn from the seed

  Script& script() noexcept { return script_; }

 private:
  // Steps; the reference holds until the next one.
  ScriptStep& send(std::string_view method, std::string target, std::string body = {});
  ScriptStep& get(std::string target);
  ScriptStep& post(std::string target, std::string body = {});

  // Words of their own, every time another.
  std::string next(std::string_view what);  // "order 3"
  const ShopProduct& product() { return products_.at(chance_.below(products_.size())); }
  std::string any_product();  // "<product LGT-101>", one that there is enough of
  static std::string item(const std::string& product, std::int64_t quantity);
  static std::string checkout_body(std::string_view card);

  // Accounts.
  ScriptedCustomer sign_up();
  void log_in(const ScriptedCustomer& customer);
  void begin_session(const ScriptedCustomer& customer, std::string access);
  void register_badly();
  void log_in_badly(const ScriptedCustomer& customer);
  void refresh_session(const ScriptedCustomer& customer);
  void log_out(const ScriptedCustomer& customer);
  void manage_sessions(const ScriptedCustomer& customer);
  void use_ended_sessions();
  void follow_mailed_links(ScriptedCustomer& customer);

  // The catalogue, and the process itself.
  void list_products();
  void turn_pages(const std::string& query);
  void list_badly();
  void look_at_products();
  void ask_process();
  void ask_oddly();
  void browse();

  // Carts.
  void fill_cart(const ScriptedCustomer& customer, int lines);
  void change_cart(const ScriptedCustomer& customer);
  void guest_cart();
  void overfill_cart(const ScriptedCustomer& customer);
  void merge_carts(const ScriptedCustomer& customer);

  // Orders.
  std::string place(ScriptedCustomer& customer, std::string_view card, bool goes_well);
  void buy(ScriptedCustomer& customer, std::string_view card);
  void order_badly(ScriptedCustomer& customer);
  void be_declined(ScriptedCustomer& customer);
  void find_none_left(ScriptedCustomer& customer);
  void read_orders(ScriptedCustomer& customer, const ScriptedCustomer& other);
  void cancel_one(ScriptedCustomer& customer);
  void read_notifications(const ScriptedCustomer& customer);

  // Administrators.
  void manage_product();
  void show_picture();
  void manage_badly(const ScriptedCustomer& customer);
  void import_products();
  void refund(ScriptedCustomer& customer);
  void read_books();
  void look_for_people();
  void ask_modules();
  void ask_console();

  Chance chance_;
  Script script_;
  std::vector<ShopProduct> products_;  // by sku
  std::vector<ShopProduct> plenty_;    // of those, what carts are filled with
  std::vector<ScriptedCustomer> customers_;
  std::vector<std::string> ended_;  // access tokens whose sessions ended
  std::map<std::string, int, std::less<>> counted_;
};

}  // namespace lab
