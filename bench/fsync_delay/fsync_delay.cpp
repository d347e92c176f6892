// A disk whose fsync takes one millisecond, for machines whose disk is faster: preload it.
#include <dlfcn.h>
#include <time.h>

namespace {

using Sync = int (*)(int);

int slowly(Sync real, int descriptor) {
  const timespec one_ms{0, 1'000'000};
  ::nanosleep(&one_ms, nullptr);
  return real(descriptor);
}

}  // namespace

extern "C" int fsync(int descriptor) {
  static const auto real = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, "fsync"));
  return slowly(real, descriptor);
}

extern "C" int fdatasync(int descriptor) {
  static const auto real = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, "fdatasync"));
  return slowly(real, descriptor);
}
