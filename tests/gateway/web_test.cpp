// The web pages: which paths show them, what browsers may do with them and keep of them.
#include "gateway/web.h"

#include "front.h"

using namespace test;

namespace {

const std::string console_text = "<!doctype html><title>the console</title>";
const std::string script_name = "app.0123456789ab.js";
const std::string page_text = "<!doctype html><title>the shop</title>";
const std::string script_text = "console.log('the shop')";

const std::string guide_text = "<!doctype html><title>the guide</title>";
const std::string lab_text = "<!doctype html><title>a lab</title>";

const std::array<gateway::WebFile, 5> files{{
    {gateway::shop_page, http::html_type, page_text, "page, coded"},
    {"console.html", http::html_type, console_text, "console, coded"},
    {"guide/README.html", http::html_type, guide_text, ""},
    {"guide/labs/1-break.html", http::html_type, lab_text, ""},
    {script_name, "text/javascript; charset=utf-8", script_text, "script, coded"},
}};

gateway::GatewayOptions with_pages() {
  gateway::GatewayOptions options;
  options.web = files;
  return options;
}

Ask browser(std::string target) {
  return {.target = std::move(target),
          .headers = {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}}};
}

}  // namespace

TEST_CASE("every address of the shop shows the page, which may load its own files only") {
  Front front(with_pages());
  for (const std::string path :
       {"/", "/?q=lamp&sort=price", "/products/0190a000-0000-7000-8000-000000000001", "/cart",
        "/checkout", "/orders", "/orders/0190a000-0000-7000-8000-000000000002", "/login",
        "/register", "/forgot", "/reset?token=t", "/verify?token=t"}) {
    CAPTURE(path);
    const auto answer = front.ask(browser(path));

    CHECK(answer.status == 200);
    CHECK(answer.body == page_text);
    CHECK(answer.type == http::html_type);
    CHECK(answer.header("Cache-Control") == "no-cache");
    const auto policy = answer.header("Content-Security-Policy");
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("script-src 'self'") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
  }
  CHECK(front.arrived.empty());  // no module was asked
}

TEST_CASE("the guide's documents have a page each; where there is none, people see the shop's") {
  Front front(with_pages());

  CHECK(front.ask(browser("/docs/guide")).body == guide_text);
  CHECK(front.ask(browser("/docs/guide/labs/1-break")).body == lab_text);
  CHECK(front.ask(browser("/docs/guide/labs/1-break")).status == 200);
  for (const std::string path : {"/docs/guide/labs", "/docs/guide/tour", "/docs/guide/labs/2-x"}) {
    CAPTURE(path);
    CHECK(front.ask(browser(path)).status == 404);
    CHECK(front.ask(browser(path)).body == page_text);
    CHECK(front.ask({.target = path}).status == 404);
    CHECK(front.ask({.target = path}).code() == "not_found");
  }
}

TEST_CASE("the console has a page of its own; what the build did not make is not there") {
  Front front(with_pages());
  for (const std::string path : {"/console", "/console/trace", "/console/trace/0af7651916cd43dd"}) {
    CAPTURE(path);
    CHECK(front.ask(browser(path)).body == console_text);
  }

  CHECK(front.ask(browser("/admin")).status == 404);
}

TEST_CASE("a page that a browser has already is not sent again") {
  Front front(with_pages());
  const auto tag = front.ask(browser("/")).header("ETag");
  auto again = browser("/");
  again.headers.emplace_back("If-None-Match", tag);

  const auto answer = front.ask(again);

  CHECK(!tag.empty());
  CHECK(answer.status == 304);
  CHECK(answer.body.empty());
}

TEST_CASE("files with a hash in their name are kept for ever, in the coding that was asked for") {
  Front front(with_pages());
  Ask ask{.target = "/assets/" + script_name};
  const auto plain = front.ask(ask);
  ask.headers.emplace_back("Accept-Encoding", "gzip, br");
  const auto coded = front.ask(ask);

  CHECK(plain.status == 200);
  CHECK(plain.body == script_text);
  CHECK(plain.type == "text/javascript; charset=utf-8");
  CHECK(plain.header("Content-Encoding") == "");
  CHECK(plain.header("Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(coded.body == "script, coded");
  CHECK(coded.header("Content-Encoding") == "gzip");
  CHECK(coded.header("Vary") == "Accept-Encoding");
  CHECK(coded.header("Cache-Control") == plain.header("Cache-Control"));
}

TEST_CASE("a file is had whatever type a client prefers, since it has only one") {
  Front front(with_pages());

  const auto answer =
      front.ask({.target = "/assets/" + script_name, .headers = {{"Accept", "text/css"}}});

  CHECK(answer.status == 200);
}

TEST_CASE("files that are not there are not found, nor is the page among them") {
  Front front(with_pages());

  CHECK(front.get("/assets/app.000000000000.js").status == 404);
  CHECK(front.get("/assets/index.html").code() == "not_found");
  CHECK(front.get("/assets/console.html").code() == "not_found");
}

TEST_CASE("where nothing is, people see the page and programs read why") {
  Front front(with_pages());
  const auto people = front.ask(browser("/nowhere"));

  CHECK(people.status == 404);
  CHECK(people.body == page_text);
  CHECK(people.header("Content-Security-Policy").find("script-src 'self'") != std::string::npos);
  CHECK(front.get("/nowhere").code() == "not_found");
  CHECK(front.ask(browser("/api/v1/nowhere")).code() == "not_found");
}

TEST_CASE("without pages the gateway has its API and no page") {
  gateway::GatewayOptions options;
  options.web = {};
  Front front(options);

  CHECK(front.ask(browser("/")).code() == "not_found");
  CHECK(front.ask(browser("/cart")).code() == "not_found");
  CHECK(front.get("/healthz").status == 200);
}

TEST_CASE("the pages are no part of the API's documents") {
  Front front(with_pages());

  CHECK(front.get("/openapi.json").body.find("/assets/") == std::string::npos);
  CHECK(front.get("/docs").body.find("/assets/") == std::string::npos);
}

TEST_CASE("the API's page leads to the pages beside it, where the build has them") {
  gateway::GatewayOptions none;
  none.web = {};
  Front beside(with_pages()), alone(none);
  const auto with = beside.get("/docs").body, without = alone.get("/docs").body;
  const auto holds = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };

  for (const std::string link : {"href=\"/\"", "href=\"/docs/guide\"", "href=\"/console\""}) {
    CAPTURE(link);
    CHECK(holds(with, link));
    CHECK_FALSE(holds(without, link));
  }
  for (const auto& page : {with, without}) {
    CHECK(holds(page, "<title>The API · Cleave</title>"));
    CHECK(page.find("<main") < page.find("<h1>"));
  }
}

TEST_CASE("a page's address with a slash at its end leads to the one without") {
  Front front(with_pages());
  const auto leads_to = [&](const std::string& path) {
    const auto answer = front.ask(browser(path));
    return answer.status == 308 ? answer.header("Location") : std::to_string(answer.status);
  };

  CHECK(leads_to("/console/") == "/console");
  CHECK(leads_to("/console/trace/") == "/console/trace");
  CHECK(leads_to("/docs/") == "/docs");
  CHECK(leads_to("/docs/guide/") == "/docs/guide");
  CHECK(leads_to("/docs/guide/labs/1-break/") == "/docs/guide/labs/1-break");
  CHECK(leads_to("/cart/?from=mail&x=/") == "/cart?from=mail&x=/");
  CHECK(front.get("/console/").header("Location") == "/console");  // to programs, too
  CHECK(front.get("/console/").body.empty());

  CHECK(leads_to("/") == "200");
  CHECK(leads_to("//") == "/");
  CHECK(leads_to("//console/") == "404");
  CHECK(leads_to("/console//") == "404");
  CHECK(leads_to("/nowhere/") == "404");
  CHECK(leads_to("/api/v1/products/") == "404");
  CHECK(leads_to("/assets/" + script_name + "/") == "404");
}
