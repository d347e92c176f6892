// tests: whole pictures of three by two pixels, as a browser wrote them.
#pragma once

#include <string>
#include <string_view>

#include "kernel/base64.h"

namespace test {

inline std::string sample(std::string_view base64url) {
  return kernel::parse_base64url(base64url).value();
}

inline const std::string png = sample(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGPgj_GBIAY4CwApigRL5YcMsQAAAABJRU5E"
    "rkJggg");
inline const std::string jpeg = sample(
    "_9j_4AAQSkZJRgABAQAAAQABAAD_2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI________________________"
    "____________________________2wBDAVVaWnhpeOuCguv_____________________________________________"
    "____________________________wAARCAACAAMDASIAAhEBAxEB_8QAFQABAQAAAAAAAAAAAAAAAAAAAAP_xAAUEAEA"
    "AAAAAAAAAAAAAAAAAAAA_8QAFQEBAQAAAAAAAAAAAAAAAAAAAAL_xAAUEQEAAAAAAAAAAAAAAAAAAAAA_9oADAMBAAIR"
    "AxEAPwCIAh__2Q");
inline const std::string webp =
    sample("UklGRiwAAABXRUJQVlA4ICAAAABQAQCdASoDAAIAB0CWJaAABDOAAP7oN94_6qp6-_QAAA");  // VP8
inline const std::string lossless_webp =
    sample("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQrj6Uqf-BiOh_AAA");  // VP8L

}  // namespace test
