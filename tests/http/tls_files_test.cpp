#include <openssl/evp.h>
#include <openssl/pem.h>

#include <filesystem>

#include "kernel/error.h"
#include "tls_wire.h"

using namespace test;

namespace {

std::string encrypted_key() {
  EVP_PKEY* const pair = EVP_EC_gen("P-256");
  BIO* const memory = BIO_new(BIO_s_mem());
  char passphrase[] = "secret";
  PEM_write_bio_PKCS8PrivateKey(memory, pair, EVP_aes_128_cbc(), passphrase, 6, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(memory);
  EVP_PKEY_free(pair);
  return text;
}

}  // namespace

TEST_CASE("a certificate that cannot be used is refused in one line that says why") {
  const TempDir directory;
  const Identity shop("shop.example"), other("other.example");
  write_file(directory / "cert.pem", shop.certificate);
  write_file(directory / "key.pem", shop.key);
  write_file(directory / "other.pem", other.key);
  write_file(directory / "encrypted.pem", encrypted_key());
  write_file(directory / "text.pem", "what is this?\n");
  write_file(directory / "cut.pem",
             shop.certificate + other.certificate.substr(0, other.certificate.size() / 2));
  struct Row {
    const char *certificate, *key, *said;
  };
  const Row rows[] = {
      {"none.pem", "key.pem", "the certificate DIR/none.pem cannot be read: No such file"},
      {"cert.pem", "none.pem", "the key DIR/none.pem cannot be read: No such file"},
      {".", "key.pem", "the certificate DIR/. is no file"},
      {"text.pem", "key.pem", "the certificate DIR/text.pem holds no certificate in PEM form"},
      {"key.pem", "cert.pem", "the certificate DIR/key.pem holds no certificate in PEM form"},
      {"cert.pem", "cert.pem", "the key DIR/cert.pem holds no private key in PEM form"},
      {"cert.pem", "text.pem", "the key DIR/text.pem holds no private key in PEM form"},
      {"cert.pem", "encrypted.pem", "the key DIR/encrypted.pem is encrypted"},
      {"cert.pem", "other.pem", "the key DIR/other.pem does not belong to the certificate"},
      {"cut.pem", "key.pem", "the certificate DIR/cut.pem is damaged behind its first"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.said);
    std::string said;
    try {
      const http::Tls tls({directory / row.certificate, directory / row.key}, wall_now());
    } catch (const kernel::Error& error) {
      CHECK(error.code == kernel::Code::failed_precondition);
      said = error.message;
    }
    std::string expected = row.said;
    expected.replace(expected.find("DIR/"), 4, directory / "");
    CHECK_MESSAGE(said.starts_with(expected), said);
    CHECK(said.find('\n') == said.npos);
  }
}

TEST_CASE("an expired certificate and a key that others can read are warned about") {
  const TempDir directory;
  const Identity good("shop.example"), expired("shop.example", -1);

  CHECK(load(directory, good)->warnings().empty());
  CHECK(load(directory, good)->expires() > wall_now());

  write_file(directory / "cert.pem", expired.certificate);
  write_file(directory / "key.pem", expired.key, 0644);
  const http::Tls tls({directory / "cert.pem", directory / "key.pem"}, wall_now());
  REQUIRE(tls.warnings().size() == 2);
  CHECK(tls.warnings()[0].find("cert.pem has expired at 20") != std::string::npos);
  CHECK(tls.warnings()[1].find("key.pem can be read by everybody") != std::string::npos);
  CHECK(tls.expires() < wall_now());
}

TEST_CASE("a certificate of the future is warned about") {
  const TempDir directory;
  const Identity good("shop.example");
  write_file(directory / "cert.pem", good.certificate);
  write_file(directory / "key.pem", good.key);

  const http::Tls tls({directory / "cert.pem", directory / "key.pem"}, wall_now() - 24h * 60);

  REQUIRE(tls.warnings().size() == 1);
  CHECK(tls.warnings()[0].find("is not valid before") != std::string::npos);
}
