#include "commands/backup_files.h"

#include <fmt/format.h>
#include <sodium/crypto_hash_sha256.h>

#include <array>
#include <fstream>
#include <iterator>

#include "kernel/backup.h"
#include "kernel/detail/describe_impl.h"
#include "kernel/error.h"
#include "kernel/json.h"

template const kernel::Type& kernel::type_of<commands::BackupFile>() noexcept;
template const kernel::Type& kernel::type_of<commands::BackupManifest>() noexcept;

namespace commands {
namespace {

using kernel::Code;
using kernel::Error;

constexpr std::int64_t known_format = 1;

std::string manifest_of(const std::string& folder) { return folder + "/manifest.json"; }

}  // namespace

std::string folder_fault(const std::string& name) {
  return name.empty() ? "the name of a folder is empty" : "";
}

void write_manifest(const BackupManifest& manifest, const std::string& folder) {
  const auto name = manifest_of(folder);
  std::ofstream file(name, std::ios::binary);
  file << kernel::json::to_json(manifest) << '\n' << std::flush;
  if (!file) throw Error(Code::unavailable, name + " cannot be written");
  file.close();
  kernel::sync_file(name);
  kernel::sync_file(folder);
}

BackupManifest read_manifest(const std::string& folder) {
  const auto name = manifest_of(folder);
  std::ifstream file(name, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file || text.empty())
    throw Error(Code::failed_precondition,
                fmt::format("{} is no backup: it has no manifest.json", folder));
  BackupManifest manifest;
  try {
    manifest = kernel::json::from_json<BackupManifest>(text);
  } catch (const Error& error) {
    throw Error(Code::failed_precondition, fmt::format("{}: {}", name, error.message));
  }
  if (manifest.format != known_format)
    throw Error(Code::failed_precondition, fmt::format("{} has format {}; this version knows {}",
                                                       name, manifest.format, known_format));
  if (manifest.databases.empty() || manifest.taken_at.empty())
    throw Error(Code::failed_precondition,
                fmt::format("{} does not say of when it is and which databases it holds", name));
  return manifest;
}

std::string sha256_of(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<char, 1 << 16> part;
  do {
    file.read(part.data(), part.size());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              static_cast<unsigned long long>(file.gcount()));
  } while (file);
  if (!file.eof()) throw Error(Code::unavailable, name + " cannot be read");
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace commands
