#include <chrono>
auto a = std::chrono::steady_clock::now();                 // OFFENCE
auto b = time(nullptr);                                    // OFFENCE
void wait() { std::this_thread::sleep_for(a_while); }      // OFFENCE
std::thread worker([] {});                                 // OFFENCE
std::jthread another;                                      // OFFENCE
auto later = std::async(work);                             // OFFENCE
int dice() { return rand() % 6; }                          // OFFENCE
std::mt19937 engine;                                       // OFFENCE
std::random_device seed;                                   // OFFENCE
void key(unsigned char* out) { randombytes_buf(out, 32); }  // OFFENCE
void salt(void* out) { getrandom(out, 16, 0); }            // OFFENCE
void pair() { crypto_sign_keypair(pk, sk); }               // OFFENCE
void hash() { crypto_pwhash_str(out, text, n, 2, 19); }    // OFFENCE
boost::asio::steady_timer timer{loop};                     // OFFENCE
void when() { clock_gettime(CLOCK_REALTIME, &spec); }      // OFFENCE
auto sql = "SELECT id FROM orders WHERE at < datetime('now')";  // OFFENCE
auto draw = R"(SELECT id FROM products
               ORDER BY random())";                        // OFFENCE
