// std::chrono::steady_clock::now() is not read here, and rand() is not called.
const char* text = "time(nullptr), sleep_for: only words; random() too";
auto a = runtime.ticks();
auto b = runtime.random();
Task<> wait() { co_await runtime.sleep(std::chrono::seconds{1}); }
std::chrono::milliseconds uptime(Time time);
auto hardware = std::thread::hardware_concurrency;
const std::string page = "today: <time datetime='now'>";
auto brand = operand(strand(1));
void pair() { crypto_sign_seed_keypair(pk, sk, seed); }
