#include "http/negotiate.h"

#include <doctest/doctest.h>

using http::accepts_gzip;
using http::accepts_media;
using http::names_tag;

TEST_CASE("a media type is accepted by its name, its kind or any, and refused by q=0") {
  for (const auto good : {"application/json", "*/*", "application/*", "text/html, application/json",
                          "text/html, */*;q=0.1", "Application/JSON", "application/json;q=0.5",
                          "application/json; charset=utf-8", "text/*;q=0, */*", "", "nonsense",
                          "*/*;q=0, application/*", "application/*;q=0,application/json",
                          " application/json ", "application/json;q=0.001"}) {
    CAPTURE(good);
    CHECK(accepts_media(good, "application/json"));
  }
  for (const auto bad :
       {"text/html", "application/xml", "*/*;q=0", "application/json;q=0",
        "application/json;q=0.000", "application/*;q=0, */*", "application/json;q=0, */*",
        "application/json;Q=0, application/*", "app/*", "application/problem+json"}) {
    CAPTURE(bad);
    CHECK_FALSE(accepts_media(bad, "application/json"));
  }
  CHECK(accepts_media("text/html", "text/html; charset=utf-8"));
  CHECK(
      accepts_media("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;"
                    "q=0.3,*/*;q=0.1",
                    "text/plain; version=0.0.4; charset=utf-8"));
}

TEST_CASE("gzip is sent to whoever names it, or any, and not by q=0") {
  for (const auto good :
       {"gzip", "br, GZip;q=0.8", "*", "x-gzip", "identity;q=0, *", "deflate,gzip"})
    CHECK(accepts_gzip(good));
  for (const auto bad :
       {"", "br", "gzip;q=0", "gzip;q=0, *", "gzip ; q = 0", "*;q=0", "identity", "gzipped"})
    CHECK_FALSE(accepts_gzip(bad));
}

TEST_CASE("a tag is known when it stands whole in the list, weak or not") {
  const auto tag = "\"abc\"";
  for (const auto known :
       {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "\"x\",W/\"abc\" ", "*", " * "})
    CHECK(names_tag(known, tag));
  for (const auto other : {"", "\"abcd\"", "abc", "\"x\"", "\"x\"abc\"\"", "**"})
    CHECK_FALSE(names_tag(other, tag));
}
