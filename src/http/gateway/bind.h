// gateway: from the text of a request to the fields of a message. Every fault is collected, each
// with its pointer in public names.
#pragma once

#include <string_view>
#include <vector>

#include "http/router.h"
#include "kernel/error.h"
#include "table.h"

namespace gateway {

using Faults = std::vector<kernel::Fault>;

// Throws Error{not_found} for an id of the wrong form.
void bind_path(const Route& route, const std::vector<http::PathParameter>& parameters,
               void* message);

// Unknown and repeated parameters are faults.
void bind_query(const Route& route, std::string_view query, void* message, Faults& faults);

// Strict JSON; an empty body stands for {}.
void bind_body(const Route& route, std::string_view body, void* message, Faults& faults);

// Fills the field of a body that is no JSON with it, as base64url. Empty and too long ones are
// faults.
void bind_raw(const Route& route, std::string_view body, void* message, Faults& faults);

// Fills the field of Idempotency-Key: 1..255 visible ASCII characters.
void bind_key(const Route& route, std::string_view key, void* message, Faults& faults);

// Fills the field of Last-Event-ID: a number within its bounds.
void bind_resume(const Route& route, std::string_view id, void* message, Faults& faults);

// 1..`size_max` characters of visible ASCII.
bool is_visible(std::string_view text, std::size_t size_max) noexcept;

inline constexpr std::size_t key_max = 255;
inline constexpr std::string_view key_header = "Idempotency-Key";
inline constexpr std::string_view resume_header = "Last-Event-ID";

}  // namespace gateway
